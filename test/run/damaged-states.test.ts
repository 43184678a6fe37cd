import { describe, expect, it } from 'vitest';
import { formatReport, type Laboratory, type LaboratoryState, renderReport } from '../../src/index.js';
import { bench } from '../harness.js';

const OPTIONS = {
  capture: 'values',
  guardrails: { mismatches: { limit: 0.5 }, againstControl: {} },
  ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 },
  noise: 1,
  order: 'random',
} as const;

function define(lab: Laboratory) {
  return lab
    .experiment('e', OPTIONS)
    .use((each: number) => ({ each, text: 'a' }))
    .try((each) => ({ each, text: each % 5 === 0 ? 'b' : 'a' }))
    .measure('each', ({ each }) => each, { limit: 0.1 })
    .wrap();
}

/** The state of an experiment of which everything is known, as a file has it. */
async function saved(): Promise<any> {
  const { lab } = bench({ random: () => 0 });
  const run = define(lab);
  for (let each = 0; each < 20; each++) {
    run(each);
    await lab.drain();
  }
  lab.kill('e', { by: 'ada', reason: 'incident 12' });
  lab.revive('e');
  return JSON.parse(JSON.stringify(lab.save()));
}

const state = await saved();

function damaged(path: string, value: unknown): LaboratoryState {
  const copy = structuredClone(state);
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((inner, key) => inner[key], copy.experiments.e);
  holder[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

/** Every place in a state, of a list its first member only. */
function placesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  return entries.flatMap(([key, inner]) => [key, ...placesIn(inner).map((place) => `${key}.${place}`)]);
}

describe('a state that was damaged', () => {
  it.each([
    ['tallies.candidate.outcomes.match', 2 ** 53 - 1, "the tallies of 'e' are no counts"],
    ['tallies.candidate.started', '20', "the tallies of 'e' are no counts"],
    ['calls.trials', 2 ** 53 - 1, "the calls of 'e' are no counts"],
    ['calls.skips', 'none', "the calls of 'e' are no counts"],
    ['faults', 'none', "the faults of 'e' are no counts"],
    ['ramp.rate', 50, "the ramp of 'e' is at no step"],
    ['history', null, "what 'e' has learned cannot be read"],
    ['learned.noise.n', 2 ** 53 - 1, "what 'e' has learned has counts that are none"],
    ['learned.turns.candidate-first.trials', 1e16, "what 'e' has learned cannot be read"],
    [
      'learned.turns.candidate-first.durations.control.buckets.0.1',
      2 ** 53 - 1,
      'has durations that are none',
    ],
    ['learned.shapes.0.fingerprint', 5, "what 'e' has learned has shapes that are none"],
    ['learned.shapes.0.outcome', 'better', 'has shapes that are none'],
    ['learned.shapes.0.examples', 'one', 'restore: what'],
    ['learned.shapes.0.examples.0.differences', {}, 'has shapes that are none'],
    ['learned.shapes.0.examples.0.differences.0.kind', 'grown', 'has shapes that are none'],
    ['learned.shapes.0.examples.0.differences.0.control', { secret: 1 }, 'has shapes that are none'],
    ['learned.fields.0.path', null, "what 'e' has learned has fields that are none"],
    ['learned.fields.0.example.trial', 7, 'has fields that are none'],
    ['learned.fields.0.kinds', { grown: 1 }, 'has fields that are none'],
    ['learned.measures.0.name', {}, "what 'e' has learned has measures that are none"],
    ['learned.measures.0.delta.buckets.0.1', 2 ** 53 - 1, 'has measures that are none'],
    ['learned.measures.0.delta.buckets', [], 'has measures that are none'],
    ['learned.measures.0.delta.buckets', '', "what 'e' has learned cannot be read"],
    ['learned.shapes', '', "what 'e' has learned has shapes that are none"],
    ['learned.fields', '', "what 'e' has learned has fields that are none"],
    ['learned.measures', '', "what 'e' has learned has measures that are none"],
    ['trip', { n: 1, k: 1, limit: 1, at: 1, guardrail: {}, candidate: 'c' }, "the trip of 'e' is none"],
    ['trip', { n: 1, k: 1, limit: 1, at: 1, guardrail: 'errors' }, "the trip of 'e' is none"],
    ['about.goal.alpha', 0, "what is told about 'e' is no standing"],
    ['about.goal.target', -1, "what is told about 'e' is no standing"],
    ['about.goal.dwellMs', 'a day', "what is told about 'e' is no standing"],
    ['changes.0.by', {}, "the changes of 'e' are none"],
    ['changes.0.from', [], "the changes of 'e' are none"],
    ['about', 'ada', "what is told about 'e' is no standing"],
    ['about.goal', {}, "what is told about 'e' is no standing"],
    ['about.steps.0', '50 %', "what is told about 'e' is no standing"],
  ])('is refused: %s of %j', (path, value, message) => {
    expect(() => bench().lab.restore(damaged(path, value))).toThrow(message);
    expect(() => bench().lab.restore(damaged(path, value))).toThrow(/^restore: /);
  });

  it.each(['', ' ', 'a\nb', 'a\u0000', 'x'.repeat(101)])(
    'is refused: an experiment or a candidate named %j',
    (name) => {
      const { e } = state.experiments;
      expect(() => bench().lab.restore({ version: 1, experiments: { [name]: e } })).toThrow(
        `restore: experiment (${JSON.stringify(name.slice(0, 60))}`.slice(0, 60),
      );
      const tallies = { [name]: e.tallies.candidate };
      expect(() => bench().lab.restore({ version: 1, experiments: { e: { ...e, tallies } } })).toThrow(
        "restore: candidate of 'e' (",
      );
    },
  );

  it('is refused as a whole, or leaves nothing behind that a run or a report fails on', () => {
    let refused = 0;
    for (const path of placesIn(state.experiments.e)) {
      for (const value of [undefined, null, -1, 'text', {}, 2 ** 53 - 1]) {
        const { lab } = bench({ random: () => 0 });
        const error = errorOf(() => lab.restore(damaged(path, value)));
        if (error !== undefined) {
          expect(error.message).toMatch(/^restore: /);
          refused += 1;
          continue;
        }
        expect(define(lab)(3)).toEqual({ each: 3, text: 'a' });
        formatReport(lab.report('e'), { width: 80 });
        renderReport(lab.reports());
        bench().lab.restore(JSON.parse(JSON.stringify(lab.save())));
      }
    }
    expect(refused).toBeGreaterThan(400);
  });
});

function errorOf(call: () => unknown): Error | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
