import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGuardState } from '../../src/decide/guardrail/check-state.js';
import { GuardrailEvidence } from '../../src/decide/guardrail/evidence.js';
import { type Epoch, Restarts } from '../../src/decide/guardrail/restarts.js';
import { logEAbove } from '../../src/evidence/index.js';

const rule = { limit: 0.01, alpha: 0.01, minFailures: 5 };
const IN_FLIGHT = 200;

describe('the evidence', () => {
  it('is that of one test for every 500 trials, each counting the trials since its own start, in whatever order they end', () => {
    // Per trial: how it ends, and after how many more have begun.
    const ending = fc.oneof(
      { arbitrary: fc.constant('passed' as const), weight: 8 },
      { arbitrary: fc.constantFrom('failed' as const, 'withdrawn' as const), weight: 1 },
    );
    const trials = fc.array(fc.tuple(ending, fc.oneof(fc.constant(0), fc.nat(1300))), {
      minLength: 1400,
      maxLength: 2600,
      size: 'max',
    });
    fc.assert(
      fc.property(trials, (plan) => {
        const limit = 0.1;
        const evidence = new GuardrailEvidence({ ...rule, limit });
        const ended = play(evidence, plan);
        expect(evidence.logEvidence()).toBeCloseTo(byDefinition(ended, limit), 8);
        expect(evidence.k).toBe(ended.filter((how) => how === 'failed').length);
        expect(evidence.n).toBe(ended.filter((how) => how !== 'withdrawn').length);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('credits a late failure to the test that counted its trial, and to no newer one', () => {
    const evidence = new GuardrailEvidence(rule);
    const old = Array.from({ length: 500 }, () => evidence.started());
    const recent = evidence.started();
    for (const [index, epoch] of old.entries()) end(evidence, index < 20, epoch);
    evidence.passed(recent);
    const first = Math.exp(logEAbove(501, 20, 0.01)) / 2;
    const second = Math.exp(logEAbove(1, 0, 0.01)) / 6;
    expect(evidence.logEvidence()).toBeCloseTo(Math.log(first + second + 1 / 3), 10);
  });

  it('is left by a withdrawn trial as if it had never begun', () => {
    const evidence = failing(3, 40);
    const before = evidence.logEvidence();
    for (let i = 0; i < 100; i++) evidence.withdrawn(evidence.started());
    expect(evidence.logEvidence()).toBeCloseTo(before, 10);
    expect([evidence.n, evidence.k]).toEqual([43, 3]);
  });

  it('does not change by what becomes of trials begun under other evidence', () => {
    const before = new GuardrailEvidence(rule);
    const epoch = before.started();
    const afresh = failing(2, 10);
    const expected = afresh.toJSON();
    afresh.failed(epoch);
    afresh.withdrawn(epoch);
    afresh.passed(epoch);
    expect(afresh.toJSON()).toEqual(expected);
  });

  it('keeps no epoch apart whose trials have all ended', () => {
    const restarts = new Restarts(0.01);
    const epochs = Array.from({ length: 5000 }, () => restarts.start());
    const newest = epochs[4999] as Epoch;
    expect(new Set(epochs).size).toBe(10);
    for (const epoch of epochs) restarts.leave(epoch);
    expect(epochs.filter((epoch) => epoch !== newest && restarts.has(epoch))).toEqual([]);
    for (let i = 0; i < 5000; i++) restarts.leave(restarts.start());
    expect(restarts.has(newest)).toBe(true);
  });

  it('takes many that passed at once for the same as each of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_300 }), { maxLength: 6 }), (counts) => {
        const [together, apart] = [new GuardrailEvidence(rule), new GuardrailEvidence(rule)];
        const [lasting, alike] = [together.started(), apart.started()];
        for (const count of counts) {
          together.passedAtOnce(count);
          for (let trial = 0; trial < count; trial++) apart.passed(apart.started());
          for (const evidence of [together, apart]) evidence.failed(evidence.started());
        }
        together.failed(lasting);
        apart.failed(alike);
        expect([together.n, together.k]).toEqual([apart.n, apart.k]);
        expect(together.logEvidence()).toBeCloseTo(apart.logEvidence(), 9);
      }),
    );
  });

  it('stays a number when a hundred thousand trials fail, and when a million pass', () => {
    expect(failing(1e5, 0).logEvidence()).toBeGreaterThan(600);
    expect(failing(1e5, 0).logEvidence()).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(failing(0, 1e6).logEvidence()).toSatisfy(Number.isFinite);
  });
});

describe('a candidate', () => {
  it('is not stopped before its fifth failure', () => {
    expect(failing(4, 0).isBeyondLimit()).toBe(false);
    expect(failing(5, 0).isBeyondLimit()).toBe(true);
  });

  it.each([
    ['at once', 1],
    ['with 200 in flight and failures first', IN_FLIGHT],
  ])(
    'exactly at the limit is stopped in at most 12 of 1 000 experiments, when trials end %s',
    (_, inFlight) => {
      const random = seeded(11);
      const stops = Array.from({ length: 400 }, () => trialsToStop(random, 0.01, { most: 20_000, inFlight }));
      expect(stops.filter(Number.isFinite).length / stops.length).toBeLessThanOrEqual(0.012);
    },
  );

  it.each([
    [0.02, 2000],
    [0.05, 260],
    [0.5, 15],
  ])('that fails at a rate of %d is stopped after %d trials in the middle', (p, most) => {
    const random = seeded(13);
    const stops = Array.from({ length: 301 }, () => trialsToStop(random, p, { most: 1e5 })).sort(
      (a, b) => a - b,
    );
    expect(stops[150]).toBeLessThanOrEqual(most);
  });

  it('that has just broken is stopped within 60 trials, however good its past', () => {
    const random = seeded(17);
    for (let i = 0; i < 20; i++) {
      expect(trialsToStop(random, 0.5, { most: 1e4, clean: 100_000 })).toBeLessThanOrEqual(60);
    }
  });
});

describe('what a restart would forget', () => {
  it('goes on from JSON as if there had been none', () => {
    const before = failing(7, 1234);
    const after = new GuardrailEvidence(rule, JSON.parse(JSON.stringify(before)));
    for (const evidence of [before, after]) {
      for (let i = 0; i < 700; i++) end(evidence, i % 50 === 0);
    }
    expect(after.toJSON()).toEqual(before.toJSON());
    expect(after.logEvidence()).toBe(before.logEvidence());
  });

  it('is forgotten all the same when the limit is another one', () => {
    const after = new GuardrailEvidence({ ...rule, limit: 0.02 }, failing(7, 1234).toJSON());
    expect([after.n, after.k, after.logEvidence()]).toEqual([0, 0, 0]);
  });

  it.each([
    { n: -1 },
    { k: 0.5 },
    { k: 100 },
    { n: 11 },
    { started: Number.NaN },
    { stakes: [1, 2] },
    { stakes: undefined },
    { stakes: [0, 0, 0, 0, 0, 0, 0, 0, Number.POSITIVE_INFINITY] },
    { stakes: [0, 0, 0, 0, 0, 0, 0, 0, -1] },
  ])('is refused when no evidence has written it: %o', (change) => {
    const state = { ...failing(2, 8).toJSON(), ...change };
    expect(() => checkGuardState({ candidate: { errors: state } })).toThrow(
      /^errors: no guardrail has saved /,
    );
  });
});

type Ending = 'passed' | 'failed' | 'withdrawn';

function play(evidence: GuardrailEvidence, plan: readonly (readonly [Ending, number])[]): Ending[] {
  const due = new Map<number, (() => void)[]>();
  plan.forEach(([how, delay], index) => {
    const epoch = evidence.started();
    const when = Math.min(plan.length - 1, index + delay);
    due.set(when, [...(due.get(when) ?? []), () => evidence[how](epoch)]);
    for (const settle of due.get(index) ?? []) settle();
  });
  return plan.map(([how]) => how);
}

function byDefinition(ended: readonly Ending[], limit: number): number {
  let evidence = 1;
  for (let start = 0, s = 1; start < ended.length; start += 500, s++) {
    const counted = ended.slice(start).filter((how) => how !== 'withdrawn');
    const share = 1 / (s * (s + 1));
    const failures = counted.filter((how) => how === 'failed').length;
    evidence += share * Math.expm1(logEAbove(counted.length, failures, limit));
  }
  return Math.log(evidence);
}

function failing(failures: number, passes: number): GuardrailEvidence {
  const evidence = new GuardrailEvidence(rule);
  for (let i = 0; i < failures; i++) end(evidence, true);
  for (let i = 0; i < passes; i++) end(evidence, false);
  return evidence;
}

function end(evidence: GuardrailEvidence, isFailure: boolean, epoch = evidence.started()): void {
  if (isFailure) evidence.failed(epoch);
  else evidence.passed(epoch);
}

interface Course {
  readonly most: number;
  readonly inFlight?: number;
  readonly clean?: number;
}

// As many trials begin together as may be in flight; of those, failures end before successes.
function trialsToStop(random: () => number, p: number, { most, inFlight = 1, clean = 0 }: Course): number {
  const evidence = failing(0, clean);
  const failures: Epoch[] = [];
  const successes: Epoch[] = [];
  for (let n = inFlight; n <= most; n += inFlight) {
    for (let i = 0; i < inFlight; i++) (random() < p ? failures : successes).push(evidence.started());
    for (let epoch = failures.pop(); epoch !== undefined; epoch = failures.pop()) {
      evidence.failed(epoch);
      if (evidence.isBeyondLimit()) return n;
    }
    for (let epoch = successes.pop(); epoch !== undefined; epoch = successes.pop()) evidence.passed(epoch);
  }
  return Number.POSITIVE_INFINITY;
}

// Mulberry32: small, seeded, and good enough to draw examples with.
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
