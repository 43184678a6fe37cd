import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGuardState } from '../../src/decide/guardrail/check-state.js';
import { SettledPairs } from '../../src/decide/guardrail/settled-pairs.js';
import { logContrastAbove } from '../../src/evidence/index.js';
import { type Change, type Guardrails, laboratory, memory } from '../../src/index.js';
import { bench, CALM, deferred, given, never, seeded, sleep } from '../harness.js';

/** A laboratory and an experiment whose candidate fails when it is told to. */
function arrange(guardrails: Guardrails | false = {}, fails: (call: number) => boolean = () => true) {
  const { lab, published, faults } = bench({ random: seeded(1) });
  const ran: number[] = [];
  const run = lab
    .experiment('e', { guardrails })
    .use((_call: number) => 1)
    .try((call) => {
      ran.push(call);
      if (fails(call)) throw new Error('broken');
      return 1;
    })
    .wrap();
  return { lab, published, faults, ran, run };
}

describe('a guardrail', () => {
  it('cannot be outrun by a tight loop: a candidate that always fails runs five times', () => {
    const { lab, ran, run } = arrange();
    for (let call = 0; call < 1_000; call++) expect(run(call)).toBe(1);
    expect(ran).toHaveLength(5);
    expect(lab.report('e')).toMatchObject({ trials: 5, stopped: 'guardrail', skips: { guardrail: 995 } });
  });

  it('says in the audit event, to publishers and in the report what it has seen', async () => {
    const { lab, published, run } = arrange();
    const heard: Change[] = [];
    lab.on('tripped', (change) => heard.push(change));
    for (let call = 0; call < 10; call++) run(call);
    await lab.drain();
    const trip = { guardrail: 'errors', candidate: 'candidate', n: 5, k: 5, limit: 0.01, needed: 200 };
    const change = {
      event: 'tripped',
      experiment: 'e',
      from: 'running',
      to: 'guardrail',
      by: 'the errors guardrail',
      trip,
    };
    expect(heard).toMatchObject([change]);
    expect(published.changes).toMatchObject([change]);
    expect(lab.report('e')).toMatchObject({ trip, changes: [change], rate: 0 });
    expect(heard[0]?.reason).toMatch(
      /^errors: 5 of 5 trials of 'candidate', limit 1 %; evidence more than a million of the 200 needed$/,
    );
    expect(heard[0]?.trip?.evidence).toBeGreaterThanOrEqual(200);
  });

  it('stays tripped until its experiment is revived by name, and then counts afresh', () => {
    const { lab, ran, run } = arrange();
    for (let call = 0; call < 10; call++) run(call);
    lab.revive('*');
    run(10);
    expect(ran).toHaveLength(5);
    lab.revive('e', { by: 'ops' });
    expect(lab.report('e').trip).toBeUndefined();
    for (let call = 0; call < 10; call++) run(call);
    expect(ran).toHaveLength(10);
    expect(lab.report('e').trip).toMatchObject({ n: 5, k: 5 });
    expect(lab.report('e').changes.map(({ event, from, to }) => [event, from, to])).toEqual([
      ['tripped', 'running', 'guardrail'],
      ['revived', 'running', 'running'],
      ['revived', 'guardrail', 'running'],
      ['tripped', 'running', 'guardrail'],
    ]);
  });

  it('does not bring back what was killed by hand as well', () => {
    const { lab, run } = arrange();
    for (let call = 0; call < 10; call++) run(call);
    lab.kill('*');
    lab.revive('e');
    run(0);
    expect(lab.report('e')).toMatchObject({ stopped: 'killed', trials: 5 });
    lab.revive('*');
    run(0);
    expect(lab.report('e').trials).toBe(6);
  });

  it('is not there when guardrails are false, in the experiment or by default', () => {
    const { ran, run } = arrange(false);
    for (let call = 0; call < 100; call++) run(call);
    expect(ran).toHaveLength(100);
    const { lab } = bench({ defaults: { guardrails: false } });
    const loose = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        throw new Error('broken');
      })
      .wrap();
    for (let call = 0; call < 100; call++) loose();
    expect(lab.report('e')).toMatchObject({ trials: 100, guardrails: [] });
  });

  it('is not there in a laboratory that raises, unless it is asked for: the fifth error is raised like the first', () => {
    const raised = (guardrails: Guardrails | undefined) => {
      const { lab } = bench({ raiseOnMismatch: true, defaults: {} });
      const run = lab
        .experiment('e', { guardrails })
        .use(() => 1)
        .try(() => {
          throw new Error('broken');
        })
        .wrap();
      return Array.from({ length: 10 }, () => given(run)).filter((each) => 'threw' in each).length;
    };
    expect([raised(undefined), raised({})]).toEqual([10, 5]);
  });

  it('leaves a candidate alone that keeps to its limit, and shows what it has seen', () => {
    const { lab, run } = arrange(CALM, (call) => call % 200 === 0);
    for (let call = 1; call <= 2_000; call++) run(call);
    const [errors] = lab.report('e').guardrails;
    expect(errors).toMatchObject({ guardrail: 'errors', n: 2_000, k: 10, limit: 0.01, needed: 200 });
    expect(errors?.evidence).toBeLessThan(1);
    expect(lab.report('e').stopped).toBeUndefined();
  });

  it('stops a candidate that breaks after a long good past within 60 trials', () => {
    const random = seeded(3);
    const { ran, run } = arrange(CALM, (call) => call >= 5_000 && random() < 0.5);
    for (let call = 0; call < 5_200; call++) run(call);
    expect(ran.length - 5_000).toBeLessThanOrEqual(60);
  });

  it('ends what is in flight, which is ignored and leaves the counts', async () => {
    const { lab, published } = bench({ defaults: { guardrails: CALM } });
    const outcomes = Array.from({ length: 10 }, () => deferred<number>());
    const signals: AbortSignal[] = [];
    const { onTrial } = await import('../../src/index.js');
    const run = lab
      .experiment('e')
      .use(async (_call: number) => 1)
      .try((call) => {
        signals.push((onTrial() as { signal: AbortSignal }).signal);
        return (outcomes[call] as { promise: Promise<number> }).promise;
      })
      .wrap();
    for (let call = 0; call < 10; call++) await run(call);
    for (const { reject } of outcomes.slice(0, 5)) reject(new Error('broken'));
    await lab.drain();
    expect(lab.report('e')).toMatchObject({
      active: 0,
      outcomes: { candidate_error: 5, ignored: 5 },
      trip: { guardrail: 'errors', n: 10, k: 5 },
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([...Array(5).fill(false), ...Array(5).fill(true)]);
    const reasons = published.trials.map(({ candidates }) => candidates[0]?.reason);
    expect(reasons.filter((reason) => reason === 'tripped')).toHaveLength(5);
  });

  it('forgets the failures it has seen when a kill ends the successes beside them', async () => {
    const { lab } = bench({ defaults: { guardrails: CALM } });
    const hanging = deferred<number>();
    let fails = true;
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try(() => (fails ? Promise.reject(new Error('broken')) : hanging.promise))
      .wrap();
    for (let call = 0; call < 4; call++) await run();
    fails = false;
    await run();
    await sleep(5);
    expect(lab.report('e').guardrails[0]).toMatchObject({ n: 5, k: 4 });
    lab.kill('e');
    lab.revive('e');
    fails = true;
    for (let call = 0; call < 4; call++) await run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ trials: 9, guardrails: [{ n: 4, k: 4 }, {}] });
    expect(lab.report('e').stopped).toBeUndefined();
  });
});

describe('a guardrail of an experiment', () => {
  it('stops hardly any candidate that is exactly at its limit', () => {
    const random = seeded(7);
    let stopped = 0;
    for (let experiment = 0; experiment < 60; experiment++) {
      const { lab, run } = arrange(CALM, () => random() < 0.01);
      for (let call = 0; call < 500; call++) run(call);
      if (lab.report('e').trip !== undefined) stopped++;
    }
    // 1 % at the most, over a whole life.
    expect(stopped).toBeLessThanOrEqual(1);
  });

  it.each([
    [0.5, 15],
    [0.05, 260],
  ])('stops a candidate that fails with a chance of %d within %i trials in most cases', (rate, most) => {
    const random = seeded(8);
    const trials = Array.from({ length: 21 }, () => {
      const { lab, run } = arrange(CALM, () => random() < rate);
      for (let call = 0; call < 600; call++) run(call);
      return lab.report('e').trials;
    }).sort((one, other) => one - other);
    expect(trials[10]).toBeLessThanOrEqual(most);
  });

  it('divides its alpha among guardrails and candidates', () => {
    const { lab } = bench({ defaults: { guardrails: { ...CALM, slower: false, mismatches: {} } } });
    lab
      .experiment('e')
      .use(() => 1)
      .try('one', () => 1)
      .try('other', () => 1)
      .run();
    expect(lab.report('e').guardrails).toHaveLength(4);
    for (const { needed } of lab.report('e').guardrails) expect(needed).toBeCloseTo(400, 6);
  });
});

describe('pairs', () => {
  it('count once all that were started before them have ended', () => {
    const pairs = new SettledPairs(0.001);
    const [first, second, third] = [pairs.start(), pairs.start(), pairs.start()];
    pairs.end(second, 'n10');
    pairs.end(third, 'withdrawn');
    expect(pairs.counts).toEqual({ n00: 0, n01: 0, n10: 0, n11: 0 });
    pairs.end(first, 'n00');
    expect(pairs.counts).toEqual({ n00: 1, n01: 0, n10: 1, n11: 0 });
  });

  /** Pairs that end as they begin, by how many there are of each kind. */
  function pairsOf(
    counts: Readonly<Record<'n00' | 'n01' | 'n10' | 'n11', number>>,
    pairs = new SettledPairs(0.001),
  ) {
    for (const [result, count] of Object.entries(counts)) {
      for (let pair = 0; pair < count; pair++) pairs.end(pairs.start(), result as 'n00');
    }
    return pairs;
  }

  it('are the evidence of the paired contrast, of which a new test begins every 500', () => {
    const early = { n00: 300, n01: 20, n10: 60, n11: 20 };
    const first = Math.exp(logContrastAbove(early, { r: 1, delta: 0.001 }));
    expect(pairsOf(early).logEvidence()).toBeCloseTo(Math.log(first / 2 + 1 / 2), 10);
    const late = { n00: 0, n01: 1, n10: 9, n11: 0 };
    const both = pairsOf(late, pairsOf({ n00: 500, n01: 0, n10: 0, n11: 0 }));
    const whole = Math.exp(logContrastAbove({ ...late, n00: 500 }, { r: 1, delta: 0.001 }));
    const second = Math.exp(logContrastAbove(late, { r: 1, delta: 0.001 }));
    expect(both.logEvidence()).toBeCloseTo(Math.log(whole / 2 + second / 6 + 1 / 3), 10);
  });

  it('show a candidate that has just broken, however good its past', () => {
    const pairs = pairsOf({ n00: 100_000, n01: 0, n10: 0, n11: 0 });
    expect(Math.exp(pairsOf({ n00: 40, n01: 0, n10: 40, n11: 0 }, pairs).logEvidence())).toBeGreaterThan(200);
  });

  it('that passed at once are the same as each of them, also behind one that is in flight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_300 }), { maxLength: 5 }),
        fc.boolean(),
        (counts, isWaiting) => {
          const [together, apart] = [new SettledPairs(0.001), new SettledPairs(0.001)];
          const waiting = [together, apart].map((pairs) => (isWaiting ? pairs.start() : undefined));
          for (const count of counts) {
            together.passedAtOnce(count);
            pairsOf({ n00: count, n01: 0, n10: 0, n11: 0 }, apart);
            for (const pairs of [together, apart]) pairs.end(pairs.start(), 'n10');
          }
          if (isWaiting) expect(together.counts.n00).toBe(0);
          for (const [index, pairs] of [together, apart].entries()) {
            const oldest = waiting[index];
            if (oldest !== undefined) pairs.end(oldest, 'n10');
          }
          expect(together.counts).toEqual(apart.counts);
          expect(together.logEvidence()).toBeCloseTo(apart.logEvidence(), 9);
        },
      ),
    );
  });

  it('go on from JSON, and begin afresh with another delta', () => {
    const before = pairsOf({ n00: 900, n01: 3, n10: 12, n11: 4 });
    const saved = JSON.parse(JSON.stringify(before));
    const [same, other] = [new SettledPairs(0.001, saved), new SettledPairs(0.002, saved)];
    expect(same.toJSON()).toEqual(before.toJSON());
    expect([other.counts.n10, other.logEvidence()]).toEqual([0, 0]);
  });

  it.each([{ stakes: [1] }, { n10: -1 }, { n00: 0.5 }])(
    'go on from nothing that none has saved: %o',
    (change) => {
      const againstControl = { ...pairsOf({ n00: 9, n01: 0, n10: 1, n11: 0 }).toJSON(), ...change };
      expect(() => checkGuardState({ candidate: { againstControl } })).toThrow(
        /^againstControl: no guardrail has saved /,
      );
    },
  );
});

describe('the guardrail', () => {
  it('mismatches stops a candidate that differs, when it is asked for', () => {
    for (const guardrails of [{ mismatches: { limit: 0.01 } }, {}]) {
      const { lab } = bench();
      const run = lab
        .experiment('e', { guardrails })
        .use(() => 1)
        .try(() => 2)
        .wrap();
      for (let call = 0; call < 100; call++) run();
      expect(lab.report('e').trip?.guardrail).toBe('mismatches' in guardrails ? 'mismatches' : undefined);
    }
  });

  /** A laboratory whose variants take as long as they say. */
  function timed(guardrails: Guardrails, controlMs: number, candidateMs: number, isAsync = false) {
    let now = 0;
    const { lab } = bench({ now: () => now });
    const take = (ms: number) => {
      now += ms;
      return 1;
    };
    const run = lab
      .experiment('e', { guardrails: { ...CALM, ...guardrails } })
      .use((): number => take(controlMs))
      .try((): number | Promise<number> => (isAsync ? Promise.resolve(take(candidateMs)) : take(candidateMs)))
      .wrap();
    return { lab, run };
  }

  it('slower watches candidates that run inside the call, unless all are asked for', async () => {
    const stopped = async (guardrails: Guardrails, candidateMs: number, isAsync: boolean) => {
      const { lab, run } = timed(guardrails, 10, candidateMs, isAsync);
      for (let call = 0; call < 50; call++) {
        run();
        if (isAsync) await Promise.resolve().then(() => {});
      }
      await lab.drain();
      return lab.report('e').trip?.guardrail;
    };
    expect(await stopped({}, 17, false)).toBe('slower');
    expect(await stopped({}, 16, false)).toBeUndefined();
    expect(await stopped({}, 100, true)).toBeUndefined();
    expect(await stopped({ slower: { ratio: 1.5 } }, 100, true)).toBe('slower');
    expect(await stopped({ slower: false }, 100, false)).toBeUndefined();
  });

  it('slo stops a candidate that takes too long too often', () => {
    const { lab, run } = timed({ slo: { ms: 20, quantile: 0.9 }, slower: false }, 1, 21);
    for (let call = 0; call < 50; call++) run();
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'slo', limit: 1 - 0.9 });
  });

  it('againstControl forgives a candidate that fails with the control, and not one that fails alone', () => {
    const stopped = (isControlFailing: boolean) => {
      const { lab } = bench();
      const run = lab
        .experiment('e', { guardrails: { ...CALM, errors: false, againstControl: {} } })
        .use(() => {
          if (isControlFailing) throw new Error('broken');
        })
        .try(() => {
          throw new Error('broken');
        })
        .wrap();
      for (let call = 0; call < 200; call++) {
        try {
          run();
        } catch {}
      }
      return lab.report('e').trip?.guardrail;
    };
    expect(stopped(true)).toBeUndefined();
    expect(stopped(false)).toBe('againstControl');
  });

  it('measure stops a candidate whose number moves beyond its limit', () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { guardrails: CALM })
      .use(() => 100)
      .try(() => 90)
      .measure('total', (total) => total, { limit: 0.05 })
      .wrap();
    for (let call = 0; call < 50; call++) run();
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'measure total', limit: 0.01 });
  });

  it.each([true, false])(
    'measure leaves out what another definition does not measure, heard of: %s',
    (isHeard) => {
      const lab = laboratory({ publishers: isHeard ? [memory()] : [], defaults: { guardrails: CALM } });
      const base = lab
        .experiment('e')
        .use((n: number) => n)
        .try((n) => n);
      base.measure('total', (n) => n, { limit: 0.1 }).run(1);
      for (let call = 0; call < 3; call++) base.run(1);
      const standings = lab.report('e').guardrails.map(({ guardrail, n }) => [guardrail, n]);
      expect(standings).toEqual([
        ['errors', 4],
        ['slower', 4],
        ['measure total', 1],
      ]);
    },
  );

  it('stuck counts candidates that timed out and have not settled', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { guardrails: { errors: false, stuck: { max: 3 } }, timeoutMs: 1, maxInFlight: 10 })
      .use(async () => 1)
      .try(() => new Promise<number>(() => {}))
      .wrap();
    for (let call = 0; call < 3; call++) await run();
    await lab.drain();
    expect(lab.report('e').stopped).toBeUndefined();
    await run();
    await lab.drain();
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'stuck', k: 4, limit: 3 });
  });

  it('stuck counts those of all candidates, says so, and counts afresh once revived', async () => {
    const { lab } = bench();
    let hangs = true;
    const run = lab
      .experiment('e', { guardrails: { errors: false, stuck: { max: 3 } }, timeoutMs: 1 })
      .use(async () => 1)
      .try('one', async () => (hangs ? never() : 1))
      .try('other', async () => (hangs ? never() : 1))
      .wrap();
    const live = async (calls: number) => {
      for (let call = 0; call < calls; call++) await run();
      await lab.drain();
    };
    await live(2);
    expect(lab.report('e').changes.at(-1)?.reason).toBe('stuck: 4 candidates have not settled, limit 3');
    hangs = false;
    lab.revive('e');
    await live(10);
    expect(lab.report('e')).toMatchObject({ trials: 12, stuck: 4 });
    hangs = true;
    await live(2);
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'stuck', k: 4 });
  });
});

describe('guardrails that cannot be meant', () => {
  it.each([
    [
      { errors: { limit: 1 } },
      'experiment: guardrails.errors.limit (1): give a number between 0 and 1, both excluded',
    ],
    [
      { errors: { limits: 0.1 } },
      'experiment: guardrails.errors ("limits"): is no option; the only one is limit',
    ],
    [{ errors: true }, 'experiment: guardrails.errors (true): give { limit }, or false to turn it off'],
    [{ error: false }, 'experiment: guardrails ("error"): is no option; the options are errors, '],
    [{ slo: { quantile: 0.9 } }, 'experiment: guardrails.slo.ms (undefined): give a finite number above 0'],
    [{ stuck: { max: 0 } }, 'experiment: guardrails.stuck.max (0): give a whole number from 1'],
    [{ alpha: Number.NaN }, 'experiment: guardrails.alpha (NaN)'],
    [{ maxBusy: 0 }, 'experiment: guardrails.maxBusy (0): give a number above 0; Infinity turns it off'],
    [true, 'experiment: guardrails (true): give an object of guardrails, or false for none'],
  ])('are refused where they are defined: %j', (guardrails, message) => {
    const { lab } = bench();
    expect(() => lab.experiment('e', { guardrails: guardrails as Guardrails })).toThrow(message);
  });

  it('are those given as undefined not', () => {
    const { lab } = bench();
    expect(() => lab.experiment('e', { guardrails: { errors: undefined } })).not.toThrow();
  });
});
