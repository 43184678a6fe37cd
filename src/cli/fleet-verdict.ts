import { type FleetCount, sumOverFleet } from '../fleet/counts.js';
import { DECISION, EXPERIMENT, matching, series, VARIANT } from '../fleet/series.js';
import { type Goal, type Verdict, type VerdictCounts, verdict } from '../record/verdict.js';
import type { Prometheus, Sample } from './prometheus.js';

/** What is asked of a fleet. */
export interface FleetQuestion {
  /** How far back runs count, as Prometheus writes it and in milliseconds. */
  readonly window: { readonly text: string; readonly ms: number };
  /** Further label matchers, such as `env="production"`. */
  readonly selector: string;
  readonly goal: Goal;
  /** The rate that every process must have reached: the top of the ramp. */
  readonly atRate: number;
  /** Milliseconds since the epoch; now, if it is not given. */
  readonly atMs?: number;
}

/** One candidate, over all processes. */
export interface FleetVerdict extends Verdict {
  readonly experiment: string;
  readonly candidate: string;
  /** What it goes by. */
  readonly counts: VerdictCounts;
  /** How often a process has started again under its old name. Of such a process only its longest life counts. */
  readonly restarts: number;
}

/** The verdicts on all candidates of an experiment, or of all experiments. */
export async function fleetVerdicts(
  prometheus: Prometheus,
  experiment: string | undefined,
  question: FleetQuestion,
): Promise<FleetVerdict[]> {
  const only = experiment === undefined ? '' : matching(EXPERIMENT, experiment);
  const ask = (query: string) => prometheus.ask(query, question.atMs);
  const count = (what: FleetCount) =>
    ask(sumOverFleet(what, question.window.text, only, question.selector)).then(byCandidate);
  const [started, settled, failures, ignored, observed, restarts, stops, rates] = await Promise.all([
    count('started'),
    count('settled'),
    count('failures'),
    count('ignored'),
    ask(observedFor(question, only)).then(byCandidate),
    ask(restartsOf(question, only)).then(byCandidate),
    ask(stopsOf(question, only)),
    ask(rateOf(question, only)),
  ]);
  return [...started].map(([key, { labels, value }]) => {
    const at = labels[EXPERIMENT] ?? '';
    const countIn = (found: ReadonlyMap<string, Sample>) => found.get(key)?.value ?? 0;
    const counts: VerdictCounts = {
      started: Math.max(countIn(failures), value - countIn(ignored)),
      settled: Math.max(0, countIn(settled) - countIn(ignored)),
      failures: countIn(failures),
      ignored: countIn(ignored),
      observedMs: countIn(observed) * 1_000,
      rampAtTop: rates.every((rate) => rate.labels[EXPERIMENT] !== at || rate.value >= question.atRate),
      ...stopIn(stops, at),
    };
    const isExpired = stops.some(
      (stop) => stop.labels[EXPERIMENT] === at && stop.labels[DECISION] === 'expired',
    );
    const judged = settle(verdict(counts, question.goal), isExpired);
    return {
      experiment: at,
      candidate: labels[VARIANT] ?? '',
      ...judged,
      counts,
      restarts: countIn(restarts),
    };
  });
}

function byCandidate(samples: readonly Sample[]): Map<string, Sample> {
  return new Map(
    samples.map((sample) => [`${sample.labels[EXPERIMENT]}\n${sample.labels[VARIANT]}`, sample]),
  );
}

/** Seconds since the first trial that any process has told of. The times of two weeks are sampled, not read one by one. */
function observedFor({ window, selector }: FleetQuestion, only: string): string {
  const step = Math.max(1, Math.round(window.ms / 2_000_000));
  const times = `timestamp(${series('started', only, selector)} > 0)[${window.text}:${step}s]`;
  return `time() - min by (${EXPERIMENT}, ${VARIANT}) (min_over_time(${times}))`;
}

function restartsOf({ window, selector }: FleetQuestion, only: string): string {
  return `sum by (${EXPERIMENT}, ${VARIANT}) (resets(${series('started', only, selector)}[${window.text}]))`;
}

/**
 * By experiment and reason: in how many of the processes that are there it is stopped. Whoever was revived has a rate
 * again, and what was stopped before a deployment is not stopped after it.
 */
function stopsOf({ selector }: FleetQuestion, only: string): string {
  const stopped = `${DECISION}=~"guardrail|killed|expired"`;
  const skips = `${series('calls', only, selector, stopped)} > 0`;
  const rate = `${series('rate', only, selector)} == 0`;
  return `count by (${EXPERIMENT}, ${DECISION}) ((${skips}) and ignoring (${DECISION}, __name__) (${rate}))`;
}

/** The lowest rate in force, by experiment, of the processes that are there. */
function rateOf({ selector }: FleetQuestion, only: string): string {
  return `min by (${EXPERIMENT}) (${series('rate', only, selector)})`;
}

function stopIn(stops: readonly Sample[], experiment: string): { readonly stopped?: string } {
  const by = (decision: string) =>
    stops.find(({ labels }) => labels[EXPERIMENT] === experiment && labels[DECISION] === decision);
  const guardrail = by('guardrail');
  const stop = guardrail ?? by('killed');
  if (stop === undefined) return {};
  const where = `in ${stop.value} ${stop.value === 1 ? 'process' : 'processes'}`;
  return { stopped: `${guardrail === undefined ? 'the kill switch' : 'a guardrail'} ${where}` };
}

// What is undecided when its time is over has no time left to become ready. The report of a process says the same.
function settle(judged: Verdict, isExpired: boolean): Verdict {
  if (!isExpired || judged.verdict !== 'undecided') return judged;
  const { why, failureRate } = judged;
  return { verdict: 'not-ready', why: `expired, too early to say: ${why}`, failureRate };
}
