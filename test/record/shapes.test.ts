import { describe, expect, it } from 'vitest';
import type { Difference, ExperimentOptions, JudgedObservation } from '../../src/index.js';
import { createLearned } from '../../src/record/learned.js';
import { learnShape, type Sighting, shapeReports } from '../../src/record/shapes.js';
import { bench } from '../harness.js';

const NAMES = 'abcdefghijklmnopqrstuvwxyz';
const fieldName = (index: number) => `${NAMES[index % 26]}${NAMES[Math.floor(index / 26)]}`;

function shapesAfter(control: unknown, candidate: unknown, options: ExperimentOptions = {}) {
  const { lab } = bench();
  lab
    .experiment('e', options)
    .use(() => control)
    .try(() => candidate)
    .run();
  return lab.report('e').shapes;
}

describe('shapes', () => {
  it('group mismatches, with when they were first and last seen and the first three', async () => {
    let time = 1_000;
    const { lab, published } = bench({ now: () => time });
    const run = lab
      .experiment('e')
      .use((_: number) => ({ lines: [{ price: 1 }, { price: 1 }] }))
      .try((index) => ({ lines: [0, 1].map((each) => ({ price: each === index ? 2 : 1 })) }))
      .wrap();
    for (const index of [0, 1, 7, 0, 1]) {
      run(index);
      time += 10;
    }
    await lab.drain();
    const [shape, ...others] = lab.report('e').shapes;
    expect(others).toEqual([]);
    expect(shape).toMatchObject({
      fingerprint: '$.lines[*].price changed',
      variant: 'candidate',
      outcome: 'mismatch',
      count: 4,
      firstSeen: 1_000,
      lastSeen: 1_040,
    });
    const mismatches = published.trials.filter(({ candidates }) => candidates[0]?.outcome === 'mismatch');
    expect(shape?.examples.map(({ trial }) => trial)).toEqual(mismatches.slice(0, 3).map(({ id }) => id));
  });

  it('are kept apart for each candidate, and for errors by class and code', () => {
    const { lab } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try('one', () => 2)
      .try('other', () => 2)
      .try('third', () => {
        throw Object.assign(new RangeError('of 4711'), { code: 'ERR_SCALE' });
      })
      .run();
    expect(lab.report('e').shapes).toMatchObject([
      { variant: 'one', fingerprint: '$ changed', count: 1 },
      { variant: 'other', fingerprint: '$ changed', count: 1 },
      { variant: 'third', fingerprint: 'control returned, candidate threw RangeError ERR_SCALE', count: 1 },
    ]);
  });

  it('are 64 at most; the rest is counted as other, and known ones are counted on', () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use((_: number): object => ({}))
      .try((index) => ({ [fieldName(index)]: 1 }))
      .wrap();
    for (let round = 0; round < 2; round += 1) for (let index = 0; index < 100; index += 1) run(index);
    const { shapes, otherShapes } = lab.report('e');
    expect(shapes).toHaveLength(64);
    expect(shapes.every(({ count }) => count === 2)).toBe(true);
    expect(otherShapes).toBe(72);
  });
});

describe('the examples of a shape', () => {
  it('have numbers and booleans, and no strings without capture', () => {
    const before = { total: 1, isPaid: true, name: 'Ada', by: { 'ada@example.org': 1 }, tags: null };
    const after = { total: 2, isPaid: false, name: 'Bob', by: { 'ada@example.org': 2 }, tags: ['x'] };
    const [shape] = shapesAfter(before, after);
    const differences = shape?.examples[0]?.differences;
    expect(differences).toContainEqual({
      path: '$.total',
      kind: 'changed',
      control: 1,
      candidate: 2,
      delta: 1,
    });
    expect(differences).toContainEqual({
      path: '$.isPaid',
      kind: 'changed',
      control: true,
      candidate: false,
    });
    expect(differences).toContainEqual({ path: '$.name', kind: 'changed' });
    expect(JSON.stringify(shape)).not.toMatch(/Ada|Bob|ada@|"x"/);
  });

  it('have strings with capture, cut, and the reason', () => {
    const long = 'x'.repeat(1_000);
    const [shape] = shapesAfter({ name: long }, { name: 'Bob' }, { capture: 'values' });
    expect(shape?.examples[0]?.differences).toEqual([
      { path: '$.name', kind: 'changed', control: 'x'.repeat(100), candidate: 'Bob' },
    ]);
  });

  it('have no values where there is a clean, for it was not asked about parts of them', () => {
    const { lab } = bench();
    lab
      .experiment('e', { capture: 'values' })
      .use(() => ({ pin: 1234 }))
      .try(() => ({ pin: 9999 }))
      .clean(() => 'clean')
      .run();
    expect(lab.report('e').shapes[0]?.examples[0]?.differences).toEqual([{ path: '$.pin', kind: 'changed' }]);
  });

  it('take less than 1 MB of an experiment, whatever differs', () => {
    const learned = createLearned();
    const huge = 'y'.repeat(100_000);
    const sighting: Sighting = { trial: 't', startedAt: 1, capture: 'values', isCleaned: false };
    for (let index = 0; index < 500; index += 1) {
      const differences = Array.from({ length: 50 }, (): Difference => {
        return { path: `$.${huge}`, kind: 'changed', control: huge, candidate: `z${huge}` };
      });
      const judged = { name: 'candidate', outcome: 'mismatch', reason: huge, differences } as const;
      const fingerprint = `${fieldName(index % 100)}${huge}`;
      learnShape(learned, { ...judged, fingerprint } as unknown as JudgedObservation, sighting);
    }
    expect(shapeReports(learned).map(({ examples }) => examples.length)).toEqual(Array(64).fill(3));
    // Two bytes to a character at the most.
    expect(2 * JSON.stringify(shapeReports(learned)).length).toBeLessThan(1_000_000);
  });
});

describe('the fields', () => {
  it('take less than 1 MB of an experiment, however long the paths that a comparator tells', () => {
    const { lab } = bench();
    const huge = '.inner'.repeat(2_000);
    const run = lab
      .experiment('e', { capture: 'values' })
      .use((_: number) => huge)
      .try((index) => `${index}${huge}`)
      .compare((control, candidate) => {
        const at = Number.parseInt(candidate, 10);
        return [{ path: `$${huge}.${fieldName(at)}`, kind: 'changed', control, candidate }];
      })
      .wrap();
    for (let index = 0; index < 600; index += 1) run(index);
    const { fields } = lab.report('e');
    // Long ones are told apart, also where they begin alike.
    expect(fields).toHaveLength(513);
    expect(fields.every(({ path, count }) => count === (path === 'other' ? 88 : 1))).toBe(true);
    expect(2 * JSON.stringify(fields).length).toBeLessThan(1_000_000);
  });
});
