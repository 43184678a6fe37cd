import type { CandidateVerdict, RampStanding, Report, VerdictWord } from '../types/index.js';
import type { RampState, State, Tally } from '../types/run.js';
import { FAILURES, OUTCOMES, zeros } from './tally.js';
import { type VerdictCounts, verdict } from './verdict.js';

/** Why no call of an experiment is on trial, if it is so. */
export function stoppedBy({ stop, expiresAt, now }: State): Report['stopped'] {
  if (stop === 'killed') return stop;
  return expiresAt !== Number.POSITIVE_INFINITY && now() >= expiresAt ? 'expired' : stop;
}

/** What a report says of stops and rates. */
export function standingOf(
  state: State,
): Pick<Report, 'stopped' | 'trip' | 'guardrails' | 'ramp' | 'changes'> {
  const { trip, guard, ramp, changes } = state;
  const stopped = stoppedBy(state);
  return {
    ...(stopped !== undefined && { stopped }),
    ...(trip !== undefined && { trip }),
    guardrails: guard?.standings() ?? [],
    ...(ramp !== undefined && { ramp: describe(ramp) }),
    changes: [...changes],
  };
}

function describe({ settings: { steps }, step, since }: RampState): RampStanding {
  return { rate: steps[step] as number, steps, since, isAtTop: step === steps.length - 1 };
}

type Verdicts = Pick<
  Report,
  'verdict' | 'why' | 'failureRate' | 'cleanRunsNeeded' | 'verdicts' | 'goal' | 'at' | 'since'
>;

/** Whether to cut over to each candidate, and to whichever is the furthest from it. */
export function verdictsOf(state: State): Verdicts {
  const now = state.now();
  const since = sinceOf(state);
  const surroundings = {
    ...stopOf(state),
    rampAtTop: state.ramp === undefined || describe(state.ramp).isAtTop,
    noise: state.learned.noise,
  };
  const judge = (counts: RunCounts, from = now) => {
    // A clock that failed has not shown that any time has passed.
    const observedMs = Math.max(0, now - from) || 0;
    return settle(verdict({ ...counts, ...surroundings, observedMs }, state.goal), state);
  };
  // A candidate of an earlier life that is not tried any longer stands in nobody's way.
  const verdicts = Array.from(
    state.tallies.keys(),
    (name) => [name, judge(runsOf(state, name), state.history.get(name)?.since)] as const,
  );
  const [worst] = [...verdicts].sort(([, one], [, other]) => byDistance(one, other));
  const [name, judged] = worst ?? ['', judge(NO_RUNS)];
  const why = verdicts.length > 1 ? `'${name}': ${judged.why}` : judged.why;
  return {
    ...judged,
    why,
    verdicts: Object.fromEntries(verdicts),
    goal: state.goal,
    at: Number.isNaN(now) ? Date.now() : now,
    ...(since !== undefined && { since }),
  };
}

/** The furthest from ready first. What nobody can count up to is further than any number of runs. */
function byDistance(one: CandidateVerdict, other: CandidateVerdict): number {
  const { cleanRunsNeeded: runs = Number.POSITIVE_INFINITY } = one;
  const { cleanRunsNeeded: others = Number.POSITIVE_INFINITY } = other;
  return (
    DISTANCE[other.verdict] - DISTANCE[one.verdict] ||
    (runs === others ? 0 : others - runs) ||
    other.failureRate.estimate - one.failureRate.estimate
  );
}

const DISTANCE: Readonly<Record<VerdictWord, number>> = { ready: 0, undecided: 1, noisy: 2, 'not-ready': 3 };

type RunCounts = Pick<VerdictCounts, 'started' | 'settled' | 'failures' | 'ignored'>;

const NO_RUNS: RunCounts = { started: 0, settled: 0, failures: 0, ignored: 0 };
const NOTHING: Tally = { started: 0, outcomes: zeros(OUTCOMES) };

/** What counts for and against a candidate, from before a restart too. */
export function runsOf({ tallies, earlier, flights }: State, candidate: string): RunCounts {
  const { started, outcomes } = tallies.get(candidate) ?? NOTHING;
  const before = earlier.get(candidate) ?? NOTHING;
  const [oldest] = flights;
  const settled = oldest === undefined ? started : Math.min(oldest.ordinal, started);
  const ignored = outcomes.ignored + before.outcomes.ignored;
  const failures = FAILURES.reduce((sum, each) => sum + outcomes[each] + before.outcomes[each], 0);
  const past = before.started - ignored;
  return {
    started: Math.max(failures, started + past),
    settled: Math.max(0, settled + past),
    failures,
    ignored,
  };
}

function sinceOf({ history }: State): number | undefined {
  const moments = [...history.values()].flatMap(({ since }) => since ?? []);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Who or what speaks against all candidates together. */
function stopOf({ stop, trip, changes }: State): { readonly stopped?: string } {
  if (stop === 'guardrail') return { stopped: `the ${trip?.guardrail ?? 'tripped'} guardrail` };
  if (stop !== 'killed') return {};
  const by = killerOf(changes);
  return { stopped: by === undefined ? 'the kill switch' : `the kill switch (${by})` };
}

/** The last of those who have stopped it and have not taken it back. */
function killerOf(changes: State['changes']): string | undefined {
  const killers = new Map<string, string>();
  for (const { event, experiment, to, by = '' } of changes) {
    const isByControl = event === 'control-changed';
    if (!isByControl && event !== 'killed' && event !== 'revived') continue;
    // Each control source takes back its own; the code is one, whoever has signed for it.
    const stop = `${experiment} ${isByControl ? by : ''}`;
    killers.delete(stop);
    if (event === 'killed' || to === 'stopped') killers.set(stop, by);
  }
  return [...killers.values()].pop();
}

// That its time is over says nothing against a candidate that is ready; another one has no time left to become so.
function settle(judged: CandidateVerdict, state: State): CandidateVerdict {
  const isOver = stoppedBy(state) === 'expired' && judged.verdict === 'undecided';
  if (!isOver) return judged;
  const { why, failureRate } = judged;
  const expired = `expired on ${new Date(state.expiresAt).toISOString().slice(0, 10)}`;
  return { verdict: 'not-ready', why: `${expired}, too early to say: ${why}`, failureRate };
}
