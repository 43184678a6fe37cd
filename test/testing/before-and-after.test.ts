import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { approximately, configure, laboratory } from '../../src/index.js';
import {
  agrees,
  assertFaulted,
  assertMismatched,
  assertSkipped,
  DisagreementError,
  expectUnharmed,
  recorded,
  replay,
  type Sabotage,
  sabotage,
  testLaboratory,
  useLaboratory,
} from '../../src/testing/index.js';
import { decode, encode } from '../../src/testing/json.js';
import { givenLater, sleep } from '../harness.js';

const sum = (a: number, b: number) => ({ total: a + b });

/** How two sides disagree. */
async function disagreement(work: Promise<unknown>): Promise<DisagreementError> {
  const given = await givenLater(() => work);
  if ('threw' in given && given.threw instanceof DisagreementError) return given.threw;
  throw new Error(`no disagreement, but ${JSON.stringify(given)}`);
}

describe('agrees', () => {
  it('tries a table, an iterable, an async one and an arbitrary', async () => {
    expect(await agrees(sum, sum, [[1, 2]])).toEqual({ runs: 1 });
    expect(await agrees(Math.abs, Math.abs, new Set([1, -1]))).toEqual({ runs: 2 });
    const stream = async function* (): AsyncIterable<[number, number]> {
      yield [1, 2];
      yield [3, 4];
    };
    expect(await agrees(sum, sum, stream())).toEqual({ runs: 2 });
    const inputs = fc.tuple(fc.integer(), fc.double());
    expect(await agrees(sum, sum, inputs, { runs: 50, seed: 1 })).toEqual({ runs: 50, seed: 1 });
  });

  it('ends an iterable that has no end', async () => {
    const endless = function* () {
      for (let n = 0; ; n++) yield n;
    };
    expect(await agrees(Math.abs, Math.abs, endless(), { runs: 10 })).toEqual({ runs: 10 });
  });

  it('reports the smallest input that still differs in that very way, for each way', async () => {
    const candidate = (a: number, b: number) => {
      if (a > 500) throw new RangeError('too much');
      return { total: b < -20 ? a + b + 1 : a + b };
    };
    const small = fc.integer({ min: -1_000, max: 1_000 });
    const { disagreements, message, seed } = await disagreement(
      agrees(sum, candidate, fc.tuple(small, small), { seed: 42 }),
    );
    expect(Object.fromEntries(disagreements.map(({ fingerprint, input }) => [fingerprint, input]))).toEqual({
      'control returned, candidate threw RangeError': [501, 0],
      '$.total changed': [0, -21],
    });
    expect(seed).toBe(42);
    expect(message).toMatch(/^\d+ of 1000 inputs differ, in 2 ways; again with \{ seed: 42 \}/);
    expect(message).toContain('input [0,-21]');
    expect(message).toContain('$.total  -21      -20        +1');
  });

  it.each([
    ['integers', fc.integer()],
    ['big ones', fc.bigInt()],
    ['doubles', fc.double()],
    ['texts', fc.string()],
    ['lists', fc.array(fc.nat())],
    ['dates', fc.date()],
    ['anything', fc.anything()],
    ['letters', fc.constantFrom('a', 'b')],
    ['uuids', fc.uuid()],
    ['samples', fc.oneof(fc.ipV4(), fc.emailAddress(), fc.json())],
    ['recursive ones', fc.letrec((tie) => ({ tree: fc.option(fc.tuple(tie('tree'), fc.nat())) })).tree],
  ])('draws and shrinks %s as fast-check would', async (_, arbitrary: fc.Arbitrary<unknown>) => {
    const seen = new Set<string>();
    const control = (value: unknown) => seen.add(fc.stringify(value)).size;
    await givenLater(() => agrees(control, () => -1, fc.tuple(arbitrary) as never, { runs: 30, seed: 5 }));
    expect(seen.size).toBeGreaterThan(1);
  });

  it('groups a table by shape, with how many and the first', async () => {
    const { disagreements } = await disagreement(
      agrees(
        (n: number) => ({ n }),
        (n) => ({ n: n > 1 ? n + 1 : n }),
        [1, 2, 3],
      ),
    );
    expect(disagreements).toMatchObject([{ fingerprint: '$.n changed', count: 2, input: 2 }]);
  });

  it('takes a comparator, async sides, and errors that are alike', async () => {
    const options = { compare: approximately({ abs: 0.01 }) };
    await agrees(
      async (n: number) => n,
      async (n) => n + 0.001,
      [1],
      options,
    );
    const failing =
      (message: string) =>
      (_: number): number => {
        throw new Error(message);
      };
    await agrees(failing('a'), failing('b'), [1], { compareErrors: () => true });
    expect((await disagreement(agrees(failing('a'), failing('b'), [1]))).disagreements).toHaveLength(1);
  });

  it('gives the candidate its own arguments, and reports them as they were', async () => {
    const push = (list: number[]) => list.push(0);
    await agrees(push, push, [[[1, 2]]]);
    const { disagreements } = await disagreement(agrees(push, (list) => list.push(0, 0), [[[1, 2]]]));
    expect(disagreements[0]?.input).toEqual([[1, 2]]);
  });

  it('does not agree on nothing', async () => {
    await expect(agrees(sum, sum, [])).rejects.toThrow('there was no input, so nothing was compared');
  });
});

describe('sabotage', () => {
  const plans: readonly [Sabotage, string][] = [
    [{ throws: true }, 'threw Error: sabotaged: this candidate throws'],
    [{ lies: true }, 'mismatch'],
    [{ hangs: true }, 'timeout'],
    [{ mutates: true, leaks: true, slow: true, slowMs: 1 }, 'match'],
  ];
  it.each(plans)('%o is noticed by the experiment, and not by its caller', async (plan, outcome) => {
    const lab = testLaboratory();
    const vandal = sabotage((cart: { net: number }) => ({ total: cart.net }), plan);
    const quote = lab
      .experiment('e')
      .use((cart: { net: number }) => ({ total: cart.net }))
      .try(vandal)
      .prepare((cart) => [structuredClone(cart)])
      .wrap();
    await expectUnharmed(quote, (cart: { net: number }) => ({ total: cart.net }), [{ net: 1 }, { net: 2 }]);
    await lab.settle();
    expect(vandal.misdeeds).toEqual([
      Object.keys(plan)
        .filter((key) => key !== 'slowMs')
        .sort(byMisdeed),
      expect.any(Array),
    ]);
    const [judged] = lab.trials[0]?.candidates ?? [];
    expect(judged?.status === 'threw' ? `threw ${String(judged.error)}` : judged?.outcome).toBe(outcome);
  });

  it('happens on a schedule: at all calls, a share, a list, or as a function says', () => {
    const at = (lies: Sabotage['lies']) => {
      const liar = sabotage((n: number) => n, { lies: lies as number });
      return [0, 0, 0, 0, 0, 0].map((n) => liar(n)).join('');
    };
    expect(at(true)).toBe('111111');
    expect(at(0.5)).toBe('010101');
    expect(at(1 / 3)).toBe('001001');
    expect(at([true, false, true])).toBe('101000');
    expect(at((call) => call > 3)).toBe('000011');
    expect(at(0)).toBe('000000');
  });

  it('stops a candidate in a rehearsal, as it would in production', () => {
    const lab = testLaboratory({ defaults: { guardrails: { slower: false } } });
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try(sabotage((n: number) => n, { throws: 0.5 }))
      .wrap();
    for (let call = 0; call < 50; call++) run(call);
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'errors' });
  });

  it('lies about any number, and about what holds itself', () => {
    const lab = testLaboratory();
    const node: { parent?: unknown } = {};
    node.parent = node;
    const values = [0, -0, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, node];
    for (const value of values) {
      const control = () => value;
      lab
        .experiment('e')
        .use(control)
        .try(sabotage(control, { lies: true }))
        .run();
    }
    assertMismatched(lab, 'e', { times: values.length });
  });

  it('fails nowhere else where a candidate that hangs would have failed', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    const refused = async () => {
      throw new Error('no');
    };
    const answers = await Promise.race([sabotage(refused, { hangs: true })(), sleep(5)]);
    process.off('unhandledRejection', note);
    expect({ answers, unhandled }).toEqual({ answers: undefined, unhandled: [] });
  });

  it('keeps what it did to the first ten thousand calls, and no more', () => {
    const vandal = sabotage((n: number) => n, { lies: [false, true] });
    for (let call = 0; call < 10_100; call++) vandal(call);
    expect(vandal.misdeeds).toHaveLength(10_000);
    expect(vandal.misdeeds.slice(0, 3)).toEqual([[], ['lies'], []]);
    const late = sabotage((n: number) => n, { lies: (call) => call === 10_050 });
    const given = Array.from({ length: 10_100 }, () => late(0));
    expect(given.indexOf(1)).toBe(10_050);
  });

  it('refuses what it cannot do', () => {
    expect(() => sabotage(sum, { explodes: true } as never)).toThrow('is nothing that it can do');
    expect(() => sabotage(sum, { throws: 2 })).toThrow('sabotage: throws (2): give true, a share');
  });
});

function byMisdeed(one: string, other: string): number {
  const order = ['throws', 'hangs', 'slow', 'mutates', 'lies', 'leaks'];
  return order.indexOf(one) - order.indexOf(other);
}

describe('expectUnharmed', () => {
  const control = async (cart: { net: number }) => cart.net;

  it('finds that the caller’s arguments are written to, where nobody prepared others', async () => {
    const lab = testLaboratory();
    const vandal = sabotage(control, { mutates: [false, true] });
    const run = lab.experiment('e').use(control).try(vandal).wrap();
    await expect(expectUnharmed(run, control, [{ net: 1 }, { net: 7 }])).rejects.toThrow(
      /for \[\{"net":7\}\] its arguments are not the same afterwards\n {2}\$\[0\]\.net: 7 alone, 8 on trial\n\n1 input before it did no harm\ngive the candidates arguments of their own: \.prepare\(/,
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ['another value', async () => 2, /what it fulfilled is not the same\n {2}\$: 1 alone, 2 on trial/],
    [
      'an error',
      async () => Promise.reject(new Error('no')),
      /the control alone fulfilled 1, and on trial it rejected/,
    ],
    ['a value at once', () => 1, /the control alone fulfilled 1, and on trial it returned 1/],
    ['nothing in time', () => new Promise(() => {}), /and on trial it is still waiting/],
  ])('finds %s', async (_, wrapped, message) => {
    await expect(expectUnharmed(wrapped, control, [{ net: 1 }], { patienceMs: 5 })).rejects.toThrow(message);
  });

  it('lets a call take as long as the control alone, and so much longer', async () => {
    const late = (ms: number) => async (_: number) => sleep(ms);
    await expectUnharmed(late(200), late(200), [1], { patienceMs: 20 });
  });

  it('shows nothing by nothing', async () => {
    await expect(expectUnharmed(control, control, [])).rejects.toThrow('there was no input');
  });
});

describe('under fake timers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const late =
    (ms: number) =>
    async (n: number): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return n;
    };

  it('agrees lets as much of the suite’s time pass as the sides need', async () => {
    const start = Date.now();
    expect(await agrees(late(60_000), late(5), [1, 2])).toEqual({ runs: 2 });
    expect(Date.now() - start).toBe(120_000);
    const { disagreements } = await disagreement(agrees(late(1), async (n) => (await late(9)(n)) + 1, [1]));
    expect(disagreements).toMatchObject([{ trial: { candidates: [{ outcome: 'mismatch', value: 2 }] } }]);
  });

  it('expectUnharmed does so too, and a call must not take so much longer than the control alone', async () => {
    const start = Date.now();
    await expectUnharmed(late(60_500), late(60_000), [1]);
    expect(Date.now() - start).toBe(120_500);
    await expect(expectUnharmed(late(62_000), late(60_000), [1])).rejects.toThrow('is still waiting');
    expect(Date.now() - start).toBe(241_500);
  });

  it('a real file is waited for before the suite’s time passes', async () => {
    const { readFile } = await import('node:fs/promises');
    const impatient = async (_: number) => {
      const gaveUp = new Promise((resolve) => setTimeout(resolve, 5_000, 'gave up'));
      return Promise.race([gaveUp, readFile(import.meta.filename).then(() => 'read')]);
    };
    const seen: unknown[] = [];
    const noted = async (n: number) => void seen.push(await impatient(n));
    await expectUnharmed(noted, noted, [1]);
    await agrees(noted, noted, [1]);
    expect(seen).toEqual(['read', 'read', 'read', 'read']);
  });

  it('a spy on them hides them from nobody', async () => {
    const spy = vi.spyOn(globalThis, 'setTimeout');
    const lab = testLaboratory();
    lab
      .experiment('e')
      .use((n: number) => n)
      .try(late(1_000))
      .run(1);
    await lab.settle();
    expect(lab.trials[0]?.candidates[0]?.outcome).toBe('match');
    await agrees(late(5), late(5), [1]);
    spy.mockRestore();
  });

  it('slow blocks in real time, whatever the faked clock says', () => {
    const slow = sabotage((n: number) => n, { slow: true, slowMs: 2 });
    expect(slow(1)).toBe(1);
  });
});

describe('under fake timers of others, which nobody can wind from here', () => {
  afterEach(() => mock.timers.reset());

  it.each<[string, (late: (n: number) => Promise<number>) => Promise<unknown>]>([
    ['agrees', (late) => agrees(late, late, [1])],
    ['expectUnharmed', (late) => expectUnharmed(late, late, [1])],
  ])('%s says so, where a side would wait for ever', async (call, waiting) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const late = (n: number) => new Promise<number>((resolve) => setTimeout(resolve, 1, n));
    await expect(waiting(late)).rejects.toThrow(
      new RegExp(`^${call}: fake timers are on that stand still, and a side waits; let them call back`),
    );
  });

  it('they are no matter where nothing waits for them', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const read = async (n: number) => (await (await import('node:fs/promises')).stat('.')) && n;
    expect(await agrees(read, read, [1])).toEqual({ runs: 1 });
  });
});

describe('what was recorded', () => {
  const legacy = (cart: { net: number; at: Date }) => ({ total: cart.net });
  const wrong = (cart: { net: number; at: Date }) => ({ total: cart.net > 100 ? cart.net + 1 : cart.net });
  const carts = [1, 200, 300].map((net) => ({ net, at: new Date(net) }));

  it('are the arguments of mismatches as they were, as JSON, and they are replayed from a file', async () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('quote')
      .use((cart: { net: number; at: Date }) => {
        const quote = legacy(cart);
        cart.net = 0;
        return quote;
      })
      .prepare((cart) => [{ ...cart }])
      .try(wrong)
      .wrap();
    for (const cart of carts) run({ ...cart });
    await lab.settle();
    const folder = mkdtempSync(join(tmpdir(), 'labcoat-'));
    const file = join(folder, 'mismatches.json');
    writeFileSync(file, JSON.stringify(recorded(lab)));
    expect(recorded(lab).calls).toMatchObject([
      { experiment: 'quote', outcome: 'mismatch', fingerprint: '$.total changed', arguments: [{ net: 200 }] },
      { arguments: [{ net: 300, at: new Date(300) }] },
    ]);
    expect((await disagreement(replay(file, legacy, wrong))).disagreements).toMatchObject([{ count: 2 }]);
    expect(await replay(file, legacy, legacy)).toEqual({ runs: 2 });
    rmSync(folder, { recursive: true });
  });

  it('is kept of any laboratory from when it was first asked for, cleaned, three of a shape', async () => {
    const lab = laboratory({ publishers: [] });
    const run = lab.experiment('quote').use(legacy).try(wrong).wrap();
    run({ net: 500, at: new Date(0) });
    await lab.drain();
    const recording = recorded(lab, {
      clean: ([cart]) => [{ ...(cart as object), at: new Date(0) }],
    });
    for (const net of [1, 200, 201, 202, 203]) run({ net, at: new Date() });
    await lab.drain();
    expect(recording.calls.map((call) => call.arguments)).toEqual(
      [200, 201, 202].map((net) => [{ net, at: new Date(0) }]),
    );
    expect((await disagreement(replay(recording, legacy, wrong))).runs).toBe(3);
  });

  it.each([
    [
      'fails',
      () => {
        throw new Error('no');
      },
      'no',
    ],
    ['is not there yet', async () => Promise.reject(new Error('late')), 'clean answered a promise'],
    ['answers no list of arguments', () => ({ net: 0 }), 'give a list of arguments'],
  ])('is nothing where clean %s, and a fault', async (_, clean, message) => {
    const lab = testLaboratory();
    const recording = recorded(lab, { clean: clean as never });
    lab.experiment('quote').use(legacy).try(wrong).run({ net: 200, at: new Date() });
    await lab.settle();
    expect(JSON.parse(JSON.stringify(recording)).calls).toEqual([]);
    assertFaulted(lab, 'clean', { experiment: 'quote', message });
    assertMismatched(lab, 'quote', { times: 1 });
  });

  it('is asked whose, where there are several, and refused where there is none', async () => {
    const lab = testLaboratory();
    for (const name of ['a', 'b'])
      lab
        .experiment(name)
        .use((n: number) => n)
        .try((n) => n + 1)
        .run(1);
    await lab.settle();
    const text = JSON.stringify(recorded(lab));
    const same = (n: number) => n;
    await expect(replay(text, same, same)).rejects.toThrow('has calls of a, b: say whose');
    expect(await replay(text, same, same, { experiment: 'b' })).toEqual({ runs: 1 });
    await expect(replay(text, same, same, { experiment: 'c' })).rejects.toThrow('has no call of c');
    await expect(replay('{}', same, same)).rejects.toThrow('give what recorded(lab) answered');
  });

  it('comes back as it was, whatever JSON can say', () => {
    const values = [
      undefined,
      Number.NaN,
      -0,
      12n,
      new Date(5),
      new Map([[{ a: 1 }, new Set([undefined])]]),
      new Uint8Array([1, 2]),
      new Float64Array([0.5]),
      new BigInt64Array([-5n]),
      new Uint8ClampedArray([300]),
      Buffer.from('a buffer of Node'),
      new URL('https://example.org/'),
      { $labcoat: 'Date', value: 1 },
      [1, [{ a: null }]],
      new RangeError('no').message,
    ];
    expect(decode(JSON.parse(JSON.stringify(encode(values))))).toEqual(values);
    expect(() => decode(encode([() => 1]))).toThrow('holds a function, which cannot be replayed');
    expect(() => decode({ $labcoat: 'constructor', value: 'x' })).toThrow(
      'holds x, which cannot be replayed',
    );
  });

  const inner = [/a/, new Headers(), new URLSearchParams('a=1'), new Blob(), Promise.resolve(), Object(1)];
  it.each(inner)('comes not back as an empty object where all that it has is inside: %o', (value) => {
    expect(() => decode(JSON.parse(JSON.stringify(encode([value]))))).toThrow(
      /holds .*, which cannot be replayed/,
    );
  });

  it('is that of the laboratory that stands in, which stays what it is', () => {
    const lab = testLaboratory({ decisions: [true, false] });
    const recording = useLaboratory(lab, () => recorded(configure({})));
    const run = lab.experiment('quote').use(legacy).try(wrong).wrap();
    for (const cart of [carts[1], carts[2]]) run(cart as (typeof carts)[0]);
    assertSkipped(lab, 'quote', 'not-sampled', { times: 1 });
    expect(recording.calls).toHaveLength(1);
    expect(recording.calls).toEqual(recorded(lab).calls);
  });

  it('has what was called just now, and nothing that waits to be published', () => {
    const lab = laboratory({ publishers: [] });
    const recording = recorded(lab);
    lab
      .experiment('quote')
      .use(legacy)
      .try(wrong)
      .run({ net: 200, at: new Date(0) });
    expect(JSON.parse(JSON.stringify(recording)).calls).toHaveLength(1);
    expect(recording.calls).toHaveLength(1);
  });
});
