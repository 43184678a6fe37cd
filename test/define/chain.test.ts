import { describe, expect, it } from 'vitest';
import {
  configure,
  drain,
  experiment,
  laboratory,
  MismatchError,
  type Outcome,
  omitting,
  report,
} from '../../src/index.js';
import { memory } from '../../src/publish/memory.js';
import { bench, never } from '../harness.js';

const start = () =>
  laboratory()
    .experiment('e')
    .use((n: number) => n);

const named = Object.defineProperty(() => 1, 'name', { value: Symbol('no text') });

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

describe('the chain', () => {
  it('is immutable: every step answers a new one, and the old one is as it was', async () => {
    const { lab } = bench();
    const control = lab.experiment('e').use(() => 1);
    const first = control.try('a', () => 1);
    const second = first.try('b', () => 2).sample(1);
    expect(first).not.toBe(control);
    control.run();
    first.run();
    second.run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({
      skips: { 'no-candidate': 1 },
      variants: { a: { started: 2 }, b: { started: 1 } },
    });
  });

  it('adds conditions and excuses up, and lets the last word count for the rest', async () => {
    const { lab, published } = bench();
    const experiment = lab
      .experiment('e')
      .use((n: number) => n)
      .try((n) => n + 1)
      .when((n) => n > 1)
      .when((n) => n < 4)
      .sample(0)
      .sample(1)
      .ignore('two', (_, candidate) => candidate.status === 'returned' && candidate.value === 3)
      .ignore((_, candidate) => candidate.status === 'returned' && candidate.value === 9);
    for (const n of [1, 2, 3, 4]) experiment.run(n);
    await lab.drain();
    expect(published.trials.map(({ candidates: [judged] }) => [judged?.outcome, judged?.reason])).toEqual([
      ['ignored', 'two'],
      ['mismatch', undefined],
    ]);
  });

  it('puts itself together anew when the default laboratory is configured later', async () => {
    const published = memory();
    const run = experiment('configured later')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    configure({ publishers: [], sampleRate: 0 });
    run();
    configure({ publishers: [published], sampleRate: 1 });
    run();
    await drain();
    expect(report('configured later')).toMatchObject({ trials: 1, skips: { 'not-sampled': 1 } });
    expect(published.trials).toHaveLength(1);
  });
});

describe('outcomes', () => {
  const fails = (message: string, code?: string) => (): number => {
    throw Object.assign(new Error(message), code === undefined ? {} : { code });
  };
  class NotFound extends Error {}
  const notFound = (): number => {
    throw new NotFound('gone');
  };
  const table: [string, () => number, () => number, Outcome][] = [
    ['both return equal values', () => 1, () => 1, 'match'],
    ['both return, and differently', () => 1, () => 2, 'mismatch'],
    ['both fail alike', fails('gone', 'E1'), fails('gone', 'E1'), 'match'],
    ['both fail, with another code', fails('gone', 'E1'), fails('gone', 'E2'), 'mismatch'],
    ['both fail, with another message', fails('gone'), fails('lost'), 'mismatch'],
    ['both fail, with another class', fails('gone'), notFound, 'mismatch'],
    ['only the candidate fails', () => 1, fails('gone'), 'candidate_error'],
    ['only the control fails', fails('gone'), () => 1, 'control_error'],
  ];
  it.each(table)('when %s', async (_, control, candidate, outcome) => {
    const { lab } = bench();
    const later =
      <T>(call: () => T) =>
      async () =>
        call();
    for (const [index, [one, other]] of [
      [control, candidate],
      [later(control), later(candidate)],
      [control, later(candidate)],
    ].entries()) {
      const run = lab
        .experiment(`e${index}`)
        .use(one as () => number)
        .try(other as () => number)
        .wrap();
      await (async () => run())().catch(() => {});
      await lab.drain();
      expect(lab.report(`e${index}`).outcomes).toMatchObject({ [outcome]: 1 });
    }
  });

  it('a comparator may answer a boolean, a reason, differences, a score, or a promise of one', async () => {
    const { lab, published } = bench();
    const answers: [unknown, string, string?][] = [
      [true, 'match'],
      [false, 'mismatch'],
      ['too dear', 'mismatch', 'too dear'],
      ['', 'mismatch', ''],
      [[], 'match'],
      [[{ path: '$', kind: 'changed' }], 'mismatch'],
      [{ score: 0.9, atLeast: 0.8 }, 'match'],
      [{ score: 0.7, atLeast: 0.8 }, 'mismatch', 'score 0.7 is below 0.8'],
      [Promise.resolve(true), 'match'],
      [Promise.resolve('late'), 'mismatch', 'late'],
      [Promise.reject(new Error('broken')), 'comparator_error', 'broken'],
      [undefined, 'comparator_error'],
      [null, 'comparator_error'],
      [1, 'comparator_error'],
      [{ score: 'high' }, 'comparator_error'],
      [{ score: 0.9, atLeast: Number.NaN }, 'comparator_error'],
      [() => true, 'comparator_error'],
    ];
    for (const [answer, outcome, reason] of answers) {
      lab
        .experiment('e')
        .use(() => 1)
        .compare(() => answer as boolean)
        .try(() => 2)
        .run();
      await lab.drain();
      const judged = published.trials.at(-1)?.candidates[0];
      expect(judged?.outcome).toBe(outcome);
      if (reason !== undefined) expect(judged?.reason).toBe(reason);
    }
  });

  it('several candidates are each judged against the control', async () => {
    const { lab, published } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try('good', () => 1)
      .try('bad', () => 2)
      .try('late', async () => 1)
      .run();
    await lab.drain();
    expect(published.trials[0]?.candidates.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['good', 'match'],
      ['bad', 'mismatch'],
      ['late', 'match'],
    ]);
    expect(published.trials[0]?.order).toEqual(['control', 'good', 'bad', 'late']);
  });

  it("with order: 'random' each order of the variants is as likely as any other", async () => {
    const { lab, published } = bench();
    const run = lab
      .experiment('e', { order: 'random' })
      .use(() => 1)
      .try('a', () => 1)
      .try('b', () => 1)
      .wrap();
    for (let call = 0; call < 1_200; call++) run();
    await lab.drain();
    const orders = new Map<string, number>();
    for (const { order } of published.trials) orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(count).toBeGreaterThan(120);
  });
});

describe('what is published', () => {
  it('is what `clean` made of the values, and nothing where it fails', async () => {
    const { lab, published, faults } = bench();
    const experiment = lab
      .experiment('e')
      .use(() => ({ card: '4111', total: 1 }))
      .try(() => ({ card: '4111', total: 2 }));
    experiment.clean((value) => ({ total: value.total })).run();
    experiment
      .clean(() => {
        throw new Error('broken');
      })
      .run();
    await lab.drain();
    expect(published.trials[0]).toMatchObject({
      cleaned: true,
      control: { value: { total: 1 } },
      candidates: [{ value: { total: 2 } }],
    });
    expect(JSON.stringify(published.trials)).not.toContain('4111');
    expect(faults).toMatchObject([{ stage: 'clean' }, { stage: 'clean' }]);
  });

  it('has the context of the call, its time, and an id of its own', async () => {
    let now = 1_000;
    const { lab, published } = bench({ now: () => now++ });
    const run = lab
      .experiment('e')
      .use((id: number) => id)
      .try((id) => id)
      .context((id) => ({ id }))
      .wrap();
    run(7);
    run(8);
    await lab.drain();
    expect(published.trials).toMatchObject([
      { experiment: 'e', context: { id: 7 }, startedAt: 1_000 },
      { experiment: 'e', context: { id: 8 } },
    ]);
    expect(published.trials[0]?.id).not.toBe(published.trials[1]?.id);
    expect(published.trials[0]?.control.durationMs).toBe(1);
  });

  it('is frozen, so that one publisher cannot show the next one something else', async () => {
    const published = memory();
    const vandal = {
      publish: (trial: any) => {
        trial.candidates[0].outcome = 'match';
      },
    };
    const { lab, faults } = bench({ publishers: [vandal, published] });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .run();
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('mismatch');
    expect(faults).toMatchObject([{ stage: 'publish' }]);
  });
});

describe('raiseOnMismatch', () => {
  it('throws from a sync run, and rejects an async one that waited for its candidates', async () => {
    const { lab } = bench({ raiseOnMismatch: true });
    const sync = () =>
      lab
        .experiment('sync')
        .use(() => ({ total: 1 }))
        .try(() => ({ total: 2 }))
        .run();
    expect(sync).toThrow(MismatchError);
    expect(sync).toThrow('$.total');
    const run = lab
      .experiment('async')
      .use(async () => 1)
      .try(async () => 2)
      .wrap();
    await expect(run()).rejects.toMatchObject({ name: 'MismatchError', trial: { experiment: 'async' } });
    expect(
      lab
        .experiment('fine')
        .use(() => 1)
        .try(() => 1)
        .run(),
    ).toBe(1);
    expect(
      await lab
        .experiment('fine too')
        .use(async () => 1)
        .try(async () => 1)
        .run(),
    ).toBe(1);
  });

  it('keeps the process alive for as long as a run waits for its candidates, and no longer', async () => {
    const holding = new Set<object>();
    const { lab } = bench({
      raiseOnMismatch: true,
      timers: {
        setTimeout(callback, ms) {
          const timer = Object.assign(setTimeout(callback, ms), { unref: () => holding.delete(timer) });
          holding.add(timer);
          return timer;
        },
        clearTimeout(timer: NodeJS.Timeout) {
          holding.delete(timer);
          clearTimeout(timer);
        },
        setImmediate: (callback) => setImmediate(callback),
      },
    });
    const run = lab
      .experiment('e', { timeoutMs: 5 })
      .use(async () => 1)
      .try(never)
      .wrap();
    const answer = run();
    expect(holding.size).toBe(1);
    await expect(answer).rejects.toThrow('e: timeout in candidate');
    expect(holding.size).toBe(0);
  });

  it('cannot raise from a sync run whose candidate is not done, and says so', async () => {
    const { lab, faults } = bench({ raiseOnMismatch: true });
    expect(
      lab
        .experiment('e')
        .use(() => 1)
        .try(async () => 2)
        .run(),
    ).toBe(1);
    await lab.drain();
    expect(faults).toMatchObject([{ stage: 'raiseOnMismatch' }]);
  });
});

describe('what cannot be meant is refused where it is written', () => {
  const lab = laboratory({ publishers: [] });
  it.each<[string, () => unknown, string]>([
    ['a blank name', () => lab.experiment('  '), 'experiment("  "): give a name that is not blank'],
    [
      'the name of all',
      () => lab.experiment('*'),
      'experiment("*"): give another name: this one stands for all',
    ],
    ['no name', () => (lab.experiment as any)(), 'experiment(undefined): give a name that is not blank'],
    ['a long name', () => lab.experiment('x'.repeat(101)), 'give a name of at most 100 characters'],
    [
      'a name with a line break',
      () => lab.experiment('a\nb'),
      'experiment("a\\nb"): give a name without control characters',
    ],
    [
      'an unknown option',
      () => lab.experiment('e', { timeout: 5 } as never),
      'experiment("timeout"): is no option',
    ],
    ['a time limit of 0', () => lab.experiment('e', { timeoutMs: 0 }), 'timeoutMs'],
    ['a cap of 1.5', () => lab.experiment('e', { maxInFlight: 1.5 }), 'maxInFlight'],
    [
      'an order of its own',
      () => lab.experiment('e', { order: 'x' as never }),
      "give 'control-first' or 'random'",
    ],
    [
      'random and after',
      () => lab.experiment('e', { order: 'random', schedule: 'after' }),
      'contradict each other',
    ],
    [
      'baggage that nothing would send',
      () => lab.experiment('e', { baggage: true, trace: 'suppress' }),
      "experiment(an object): trace 'suppress' stops the headers that baggage is sent in; give one of them",
    ],
    [
      'a date that is none',
      () => lab.experiment('e', { expires: 'soon' }),
      'give a Date or an ISO 8601 date',
    ],
    ['a control that is no function', () => lab.experiment('e').use(1 as never), 'use(1): give a function'],
    ['a candidate that is no function', () => start().try(5 as never), 'try(5): give a function'],
    [
      'a candidate that is not there',
      () => start().try(undefined as never),
      'try(undefined): give a function',
    ],
    [
      'a candidate of which there is only the name',
      () => start().try('new' as never),
      'try("new"): give a function after it',
    ],
    [
      'a candidate with a name that is no function',
      () => start().try('new', null as never),
      'try(null): give a function',
    ],
    [
      'an excuse of which there is only the reason',
      () => start().ignore('known' as never),
      'ignore("known"): give a function after it',
    ],
    [
      'a measure of which there is only the name',
      () => start().measure('total', undefined as never),
      'measure("total"): give a function after it',
    ],
    [
      'a name after its candidate',
      () => start().try((() => 1) as never, 'new' as never),
      'try("new"): give the name first: try(name, candidate)',
    ],
    [
      'a reason after its excuse',
      () => start().ignore((() => true) as never, 'known' as never),
      'ignore("known"): give the reason first: ignore(reason, excuse)',
    ],
    ['the name control', () => start().try('control', () => 1), "is the control's name"],
    [
      'a name twice',
      () =>
        start()
          .try(() => 1)
          .try(() => 1),
      'is the name of another candidate',
    ],
    ['a rate above 1', () => start().sample(2), 'sample(2): give a rate from 0 to 1: 0.05 for 5 %'],
    ['a rate that is no number', () => start().sample(Number.NaN), 'sample(NaN): give a rate from 0 to 1'],
    ['a rate in an object', () => start().sample({ rate: -1 }), 'give a rate from 0 to 1'],
    ['a condition that is no function', () => start().when(true as never), 'when(true): give a function'],
    [
      'a comparator that is no function',
      () => start().compare({} as never),
      'compare(an object): give a function',
    ],
    [
      'an excuse that is no function',
      () => start().ignore('known', 1 as never),
      'ignore(1): give a function',
    ],
    ['a clean that is no function', () => start().clean(null as never), 'clean(null): give a function'],
    [
      'an unknown laboratory option',
      () => laboratory({ sampling: 1 } as never),
      'laboratory("sampling"): is no option',
    ],
    ['publishers that cannot publish', () => laboratory({ publishers: [{} as never] }), 'publish(trial)'],
    ['a maxRate of 2', () => laboratory({ maxRate: 2 }), 'maxRate'],
    [
      'a goal in a list',
      () => lab.experiment('e', { goal: [] as never }),
      'experiment: goal (an array of 0): give an object such as',
    ],
    [
      'guardrails in a list',
      () => lab.experiment('e', { guardrails: [] as never }),
      'experiment: guardrails (an array of 0): give an object of guardrails',
    ],
    [
      'a ramp in a list',
      () => lab.experiment('e', { ramp: [] as never }),
      'experiment: ramp (an array of 0)',
    ],
    [
      'bad defaults',
      () => laboratory({ defaults: { timeoutMs: -1 } }),
      'laboratory: defaults.timeoutMs (-1): give',
    ],
    ['half of the timers', () => laboratory({ timers: { setTimeout } as never }), 'timers.clearTimeout'],
    ['an event that there is not', () => lab.on('stopped' as never, () => {}), 'on("stopped"): give one of'],
    ['a report on nobody', () => lab.report(5 as never), 'report(5): give a name that is not blank'],
    ['a report of the default laboratory on nobody', () => report(''), 'report(""): give a name'],
    [
      'a time below 0 to drain in',
      () => lab.drain({ timeoutMs: -1 }),
      'drain: timeoutMs (-1): give milliseconds from 0, or Infinity',
    ],
    ['a time that is no number', () => drain({ timeoutMs: Number.NaN }), 'drain: timeoutMs (NaN): give'],
    ['a time in words', () => drain({ timeoutMs: '5s' as never }), 'drain: timeoutMs ("5s"): give'],
    [
      'a time outside of an object',
      () => drain(5_000 as never),
      'drain(5000): give the options as an object',
    ],
    [
      'options in a list',
      () => lab.experiment('e', [] as never),
      'experiment(an array of 0): give the options',
    ],
    ['a kill of nobody', () => lab.kill(''), 'kill(""): give a name that is not blank'],
    [
      'what was revoked',
      () => lab.experiment('e').use(revoked({}) as never),
      'use(an object): give a function',
    ],
    [
      'a function that was revoked',
      () => lab.experiment(revoked(() => {}) as never),
      'experiment(a function): give a name that is not blank',
    ],
    [
      'a function whose name is no text',
      () =>
        lab
          .experiment('e')
          .use(() => 1)
          .sample({ rate: named as never }),
      'sample: rate (a function): give a rate',
    ],
    [
      'what was revoked, for a path',
      () => omitting(revoked([]) as never),
      'omitting(...) was given the path an object: a path is a string',
    ],
    [
      'a measure whose options are in a list',
      () => start().measure('n', (n) => n, [] as never),
      'measure(an array of 0): give the options as an object',
    ],
    [
      'a control that throws when shown',
      () =>
        lab.experiment('e').use({
          [Symbol.toPrimitive]() {
            throw new Error('no');
          },
        } as never),
      'use(an object): give a function',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });

  it('options that are undefined count as not given', () => {
    expect(() => lab.experiment('e', { owner: undefined, timeoutMs: undefined })).not.toThrow();
  });
});
