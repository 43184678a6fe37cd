import type { Prepared } from '../../decide/prepare.js';
import { FAILED } from '../../isolate.js';
import { equal } from '../../judge/equality/equal.js';
import type { Exhibit } from '../../observe/exhibit.js';
import { publish } from '../../publish/publish.js';
import type { JudgedObservation, Observation, Trial } from '../../types/index.js';
import type { Told } from '../audience.js';
import type { Call } from './call.js';
import type { Leg } from './leg.js';

/** A trial that is judged, as publishers are told of it. */
export function describe(
  { definition }: Call,
  { startedAt, context, order }: Prepared,
  { id, audience }: Told,
  exhibit: Exhibit,
  legs: readonly Leg[],
): Trial {
  const { name, candidates, options } = definition;
  const [control, judged] = safeToTell(definition, exhibit, legs, audience.readsMatches());
  return {
    experiment: name,
    id,
    startedAt,
    context,
    order: order.map((position) => candidates[position]?.name ?? 'control'),
    control: control === FAILED ? exhibit.withoutValue() : control,
    candidates: judged,
    capture: options.capture,
    cleaned: false,
  };
}

/** What publishers are given, who get it when the caller may have changed what was compared. */
function safeToTell(
  { comparator, clean }: Call['definition'],
  exhibit: Exhibit,
  legs: readonly Leg[],
  readMatches: boolean,
): [Observation | typeof FAILED, JudgedObservation[]] {
  const judged = legs.map((leg) => leg.judged as JudgedObservation);
  const areEqual = comparator === equal && judged.every((each) => each.outcome === 'match');
  if (areEqual && !readMatches && clean === undefined)
    return [exhibit.standIn(judged[0] as JudgedObservation), judged];
  const copies = judged.map((each) => {
    const copy = exhibit.protect(each);
    return copy === FAILED ? each : copy;
  });
  return [exhibit.protected(), copies];
}

/** What limits the time of a publisher. */
interface Limited extends Told {
  within<T>(work: PromiseLike<T>, what: string): Promise<T>;
}

export function publishTrial(trial: Trial, { definition, state, surroundings }: Call, court: Limited): void {
  const { audience } = court;
  surroundings.options.attendant?.ended?.(trial);
  if (!audience.isPresent) surroundings.departed.add(audience);
  publish(trial, definition, audience.publishers, {
    tell: state.tell,
    within: (work) => court.within(work, 'publish'),
    keep: (work) => surroundings.keep(work),
  });
}
