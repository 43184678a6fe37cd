import type { Counts, Report, VariantCounts } from '../types/index.js';
import type { State, Tally } from '../types/run.js';
import { comparisonReport } from './comparison.js';
import { historyReport } from './history.js';
import { standingOf, stoppedBy, verdictsOf } from './standing.js';
import { OUTCOMES, SKIP_REASONS, zeros } from './tally.js';

/** What was counted of an experiment, as a copy that later runs leave alone. */
export function countsOf(state: State): Counts {
  return {
    experiment: state.name,
    trials: state.trials,
    skips: { ...state.skips },
    variants: variantsOf(state),
    active: state.flights.size,
    rate: stoppedBy(state) === undefined ? state.rate : 0,
    faults: { ...state.faults },
  };
}

export function reportOf(state: State): Report {
  const { experiment, trials, skips, variants, active, rate, faults } = countsOf(state);
  const outcomes = zeros(OUTCOMES);
  for (const variant of Object.values(variants)) {
    for (const outcome of OUTCOMES) outcomes[outcome] += variant.outcomes[outcome];
  }
  const calls = SKIP_REASONS.reduce((sum, reason) => sum + skips[reason], trials);
  const report = {
    experiment,
    ...verdictsOf(state),
    calls,
    trials,
    skips,
    outcomes,
    variants,
    faults,
    active,
    stuck: state.stuck,
    rate,
    capture: state.capture,
    history: Object.fromEntries(
      [...state.history].map(([name, history]) => [name, historyReport(history.toJSON())]),
    ),
    ...standingOf(state),
    ...comparisonReport(state.learned, Object.keys(variants)),
  };
  return state.owner === undefined ? report : { ...report, owner: state.owner };
}

function variantsOf(state: State): Record<string, VariantCounts> {
  const [oldest] = state.flights;
  const entries = [...state.tallies].map(([name, tally]) => [name, variantCounts(tally, oldest?.ordinal)]);
  return Object.fromEntries(entries);
}

function variantCounts({ started, outcomes }: Tally, oldest: number | undefined): VariantCounts {
  return {
    started,
    settled: oldest === undefined ? started : Math.min(oldest, started),
    outcomes: { ...outcomes },
  };
}
