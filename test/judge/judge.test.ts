import { describe, expect, it } from 'vitest';
import type { Comparator } from '../../src/index.js';
import { acceptable, approximately, at, both, by, omitting } from '../../src/judge/comparators/index.js';
import { bench } from '../harness.js';

async function compared(control: unknown, candidate: unknown, comparator?: Comparator) {
  const { lab, published, faults } = bench();
  const used = lab.experiment('e').use((): any => control);
  const tried = comparator === undefined ? used : used.compare(comparator);
  const run = tried.try(() => candidate).wrap();
  run();
  run();
  await lab.drain();
  return { judged: published.trials[0]?.candidates[0], report: lab.report('e'), faults };
}

describe('good enough', () => {
  it('is a match, and a share of its own in the report', async () => {
    const comparator = acceptable(approximately({ abs: 0.01 }), 'within a cent');
    const { judged, report } = await compared({ total: 9.99 }, { total: 10 }, comparator);
    expect(judged).toMatchObject({ outcome: 'match', acceptable: true, reason: 'within a cent' });
    expect(report.outcomes.match).toBe(2);
    expect(report.acceptable).toEqual({ candidate: 2 });
  });

  it('is also what a function says so of, and a promise', async () => {
    for (const comparator of [
      () => ({ acceptable: true }) as const,
      async () => ({ acceptable: true, reason: 'close' }) as const,
    ]) {
      const { judged, report } = await compared(1, 2, comparator);
      expect(judged).toMatchObject({ outcome: 'match', acceptable: true });
      expect(report.acceptable).toEqual({ candidate: 2 });
    }
  });

  it('is not what is equal', async () => {
    const { judged, report } = await compared(1, 1, acceptable(approximately({ abs: 1 })));
    expect(judged).not.toHaveProperty('acceptable');
    expect(report.acceptable).toEqual({ candidate: 0 });
  });
});

describe('matching empties', () => {
  it.each([
    ['null', null, null],
    ['undefined', undefined, undefined],
    ['lists', [], []],
    ['records', {}, {}],
    ['maps', new Map(), new Map()],
  ])('are counted as such: %s', async (_, control, candidate) => {
    const { judged, report } = await compared(control, candidate);
    expect(judged).toMatchObject({ outcome: 'match', empty: true });
    expect(report.empties).toEqual({ candidate: 2 });
  });

  it.each([
    ['a zero', 0, 0],
    ['false', false, false],
    ['a member', [0], [0]],
    ['a field', { a: 1 }, { a: 1 }],
  ])('have nothing in them, not even %s', async (_, control, candidate) => {
    const { judged, report } = await compared(control, candidate);
    expect(judged).not.toHaveProperty('empty');
    expect(report.empties).toEqual({ candidate: 0 });
  });

  it('stay a match where looking for members throws', async () => {
    const spiky = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no keys');
        },
      },
    );
    const { judged } = await compared({}, spiky, omitting('$'));
    expect(judged?.outcome).toBe('match');
  });
});

describe('what can only be compared by consuming it', () => {
  const streams: [string, () => unknown][] = [
    ['a generator', () => [1].values()],
    ['a stream', () => new ReadableStream()],
    ['a nested one', () => ({ total: 1, body: new ReadableStream() })],
    ['a nested promise', () => ({ later: Promise.resolve(1) })],
  ];

  it.each(streams)('is never a match, and told once: %s', async (_, make) => {
    const { judged, report, faults } = await compared(make(), make());
    expect(judged?.outcome).toBe('comparator_error');
    expect(judged?.reason).toMatch(/can only be compared by consuming it/);
    expect(report.outcomes.comparator_error).toBe(2);
    expect(faults.map(({ stage }) => stage)).toEqual(['compare']);
  });

  it('is left untouched', async () => {
    const control = [1, 2].values();
    await compared(control, [1, 2].values());
    expect([...control]).toEqual([1, 2]);
  });

  it('does not hide what differs beside it', async () => {
    const make = (total: number) => ({ total, body: new ReadableStream() });
    const { judged, faults } = await compared(make(1), make(2));
    expect(judged?.outcome).toBe('mismatch');
    expect(judged?.differences.map(({ path }) => path)).toContain('$.total');
    expect(faults).toEqual([]);
  });

  it('is compared all the same by who knows how', async () => {
    const status = by((response: Response) => response.status);
    const ok = () => new Response('a');
    expect((await compared(ok(), ok(), status)).judged?.outcome).toBe('match');
    const gone = await compared(
      ok(),
      new Response('a', { status: 410 }),
      (one, other) => one.status === other.status,
    );
    expect(gone.judged?.outcome).toBe('mismatch');
  });
});

describe('differences', () => {
  it('name the places that are like theirs', async () => {
    const make = (price: number) => ({ lines: [{ price: 1 }, { price }] });
    const { judged } = await compared(make(2), make(3));
    expect(judged?.differences).toMatchObject([{ path: '$.lines[1].price', pattern: '$.lines[*].price' }]);
    expect(judged).toMatchObject({ differenceCount: 1 });
  });

  it('are counted beyond the fifty that are told', async () => {
    const { judged } = await compared(Array(60).fill(1), Array(60).fill(2));
    expect(judged?.differences).toHaveLength(50);
    expect(judged).toMatchObject({ differenceCount: 60 });
  });

  it('are counted beyond the fifty also where they are told by a function inside of a comparator', async () => {
    const list = Array.from({ length: 80 }, (_, at) => ({ path: `$[${at}]`, kind: 'changed' as const }));
    const { judged } = await compared({ a: 1 }, { a: 2 }, at({ '$.a': () => list }));
    expect(judged?.differences).toHaveLength(50);
    expect(judged?.differences[7]).toMatchObject({ path: '$.a[7]' });
    expect(judged).toMatchObject({ differenceCount: 80 });
    const many = Array(200_000).fill(0);
    const more = await compared({ a: 1, many }, { a: 1, many: many.map(() => 1) }, at({ '$.a': () => true }));
    expect(more.judged).toMatchObject({ atLeast: true });
    expect(more.judged?.differenceCount).toBeGreaterThan(50);
  });

  it('are at their places inside of a comparator, however a function writes its paths', async () => {
    const paths = ['$.x', '.y', '[0]', 'z', '/w', '$', ''];
    const told = paths.map((path) => ({ path, kind: 'changed' as const }));
    const { judged } = await compared({ a: 1 }, { a: 2 }, at({ '$.a': () => told }));
    expect(judged?.differences.map(({ path }) => path)).toEqual([
      '$.a.x',
      '$.a.y',
      '$.a[0]',
      '$.a.z',
      '$.a/w',
      '$.a',
    ]);
  });

  it('are counted exactly or as at least so many where several comparators count', async () => {
    const [fields, others] = ['a', 'b'].map((letter) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [letter + at, at])),
    );
    const all = { fields, others, one: 1 };
    const none = { fields: {}, others: {}, one: 2 };
    const apart = both(omitting('$.others', '$.one'), omitting('$.fields', '$.one'));
    expect((await compared(all, none, apart)).judged).toMatchObject({ differenceCount: 100, atLeast: true });
    const twice = both(omitting('$.others'), omitting('$.others', '$.fields'));
    expect((await compared(all, none, twice)).judged).toMatchObject({ differenceCount: 61, atLeast: true });
    const alone = both(omitting('$.others', '$.one'), omitting('$.others', '$.fields', '$.one'));
    const { judged } = await compared(all, none, alone);
    expect(judged).toMatchObject({ differenceCount: 60 });
    expect(judged).not.toHaveProperty('atLeast');
  });

  it('are each counted where their paths cannot be told apart', async () => {
    const key = 'k'.repeat(250);
    const unit = () => Symbol('unit');
    for (const candidate of [
      { [`${key}1`]: 1, [`${key}2`]: 1 },
      { [unit()]: 1, [unit()]: 1 },
      new Map([
        [unit(), 1],
        [unit(), 1],
      ]),
    ]) {
      const control = candidate instanceof Map ? new Map() : {};
      const { judged } = await compared(control, candidate);
      expect(judged?.differences).toHaveLength(2);
      expect(judged).toMatchObject({ differenceCount: 2 });
    }
  });

  it('of a comparator that answers thousands, or garbage, are fifty that can be relied on', async () => {
    const garbage = Array.from({ length: 3_000 }, () => ({ path: 7, kind: 'weird' }));
    const { judged } = await compared(1, 2, () => garbage as never);
    expect(judged?.differences).toHaveLength(50);
    expect(judged?.differences[0]).toEqual({ path: '$', pattern: '$', kind: 'changed' });
    expect(judged).toMatchObject({ outcome: 'mismatch', differenceCount: 3_000 });
  });
});
