import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logEAbove } from '../../src/evidence/index.js';
import type { Laboratory, LaboratoryOptions } from '../../src/index.js';
import { AUDIENCES, bench, CALM, deferred, sleep } from '../harness.js';

const LIMIT = 0.1;
const ALPHA = 0.05;
const MIN_FAILURES = 3;
const GUARDRAILS = {
  ...CALM,
  errors: { limit: LIMIT },
  slower: false,
  alpha: ALPHA,
  minFailures: MIN_FAILURES,
} as const;

type Kind = 'match' | 'mismatch' | 'failure' | 'ignored' | 'pending';
type Trial = { result: Exclude<Kind, 'pending'> | 'pending' };

const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('call' as const),
      kind: fc.constantFrom<Kind>('match', 'match', 'match', 'mismatch', 'failure', 'ignored', 'pending'),
      times: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('settle' as const), which: fc.nat(), fails: fc.boolean() }),
  },
  fc.record({ what: fc.constantFrom('kill', 'revive', 'restart') }),
);

/** What is known of an experiment by nothing but the rules: no line of it is shared with what it is held against. */
class Model {
  calls = 0;
  /** In the order in which they were started, of those that count. */
  log: Trial[] = [];
  pending: { trial: Trial; settle(fails: boolean): void }[] = [];
  isKilled = false;
  isTripped = false;

  get stopped() {
    if (this.isKilled) return 'killed';
    return this.isTripped ? 'guardrail' : undefined;
  }

  get evidence() {
    const counted = this.log.filter(({ result }) => result !== 'ignored');
    const n = counted.length;
    const k = counted.filter(({ result }) => result === 'failure').length;
    // Half of the stake is that of the first test, and there is no second one before the 500th trial.
    return { n, k, evidence: 0.5 + 0.5 * Math.exp(logEAbove(n, k, LIMIT)) };
  }

  end(trial: Trial, result: Exclude<Kind, 'pending'>) {
    trial.result = result;
    const { k, evidence } = this.evidence;
    if (result !== 'failure' || k < MIN_FAILURES || evidence < 1 / ALPHA) return;
    this.isTripped = true;
    this.forget();
  }

  forget() {
    this.log = [];
    this.pending = [];
  }
}

it.each(AUDIENCES)(
  'whatever is called, settles, is stopped and restarted, in any sequence, comes to what the rules say, %s',
  async (_, surroundings) => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
        const model = new Model();
        let { lab, run } = start(model, surroundings);
        for (const each of happenings) {
          if (each.what === 'call') {
            for (let time = 0; time < each.times; time++) run(each.kind);
          } else if (each.what === 'settle') {
            const [one] = model.pending.splice(each.which % Math.max(1, model.pending.length), 1);
            one?.settle(each.fails);
            await sleep(0);
            if (one !== undefined) model.end(one.trial, each.fails ? 'failure' : 'match');
          } else if (each.what === 'kill') {
            lab.kill('e');
            model.isKilled = true;
            // What failed is known already, and what did not is not.
            if (model.pending.length > 0) model.forget();
          } else if (each.what === 'revive') {
            lab.revive('e');
            model.isKilled = false;
            if (model.isTripped) model.forget();
            model.isTripped = false;
          } else {
            const saved = JSON.parse(JSON.stringify(lab.save()));
            ({ lab, run } = start(model, surroundings));
            lab.restore(saved);
            model.isKilled = false;
            model.calls = 0;
            // What was in flight has begun, and nobody will ever say what became of it.
            for (const { trial } of model.pending.splice(0)) trial.result = 'match';
          }
          check(lab, model);
        }
      }),
      { numRuns: 60 },
    );
  },
);

function start(model: Model, surroundings: LaboratoryOptions) {
  const { lab } = bench({ ...surroundings, defaults: { guardrails: GUARDRAILS, maxInFlight: 1_000 } });
  let kind: Kind = 'match';
  let work = deferred<string>();
  const answers: Record<Kind, () => unknown> = {
    match: () => 'same',
    mismatch: () => 'other',
    ignored: () => 'excused',
    failure: () => {
      throw new Error('broken');
    },
    pending: () => work.promise,
  };
  const wrapped = lab
    .experiment('e')
    .use((): unknown => 'same')
    .try(() => answers[kind]())
    .ignore((_, candidate) => candidate.status === 'returned' && candidate.value === 'excused')
    .wrap();
  const run = (now: Kind) => {
    kind = now;
    work = deferred<string>();
    const { resolve, reject } = work;
    const isOnTrial = model.stopped === undefined;
    expect(wrapped()).toBe('same');
    model.calls += 1;
    if (!isOnTrial) return;
    const trial: Trial = { result: now };
    model.log.push(trial);
    const settle = (fails: boolean) => (fails ? reject(new Error('late')) : resolve('same'));
    if (now === 'pending') model.pending.push({ trial, settle });
    else model.end(trial, now);
  };
  return { lab, run };
}

function check(lab: Laboratory, model: Model) {
  const report = lab.report('e');
  const skipped = Object.values(report.skips).reduce((sum, count) => sum + count, 0);
  const judged = Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
  expect([report.calls, report.trials + skipped]).toEqual([model.calls, model.calls]);
  expect([report.active, judged]).toEqual([model.pending.length, report.trials - model.pending.length]);
  expect([report.stopped, report.trip !== undefined]).toEqual([model.stopped, model.isTripped]);
  const errors = report.guardrails.find(({ guardrail }) => guardrail === 'errors');
  const { n, k, evidence } = model.evidence;
  if (errors === undefined) return expect(model.log).toEqual([]);
  expect([errors.n, errors.k]).toEqual([n, k]);
  expect(errors.evidence / evidence).toBeCloseTo(1, 9);
}
