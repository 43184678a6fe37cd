import { FAILED, isolate, isolateAtOnce, isolateLater, isThenable } from '../isolate.js';
import type { Observation, Publisher, Start, Trial } from '../types/index.js';
import type { Definition, TellFault } from '../types/run.js';

/** What publishing asks of its surroundings. */
export interface Press {
  readonly tell: TellFault;
  readonly within: <T>(work: PromiseLike<T>) => Promise<T>;
  /** Is handed what is not done at once. */
  readonly keep: (work: Promise<unknown>) => void;
}

/** More promises than this are not waited for at once: a publisher that hangs must not fill the memory. */
const MOST_OUTSTANDING = 1_000;
const outstanding = new WeakMap<Publisher, number>();

/** Tells every publisher of a trial. Each is on its own: what one does hurts neither the run nor the next one. */
export function publish(
  trial: Trial,
  definition: Definition,
  publishers: readonly Publisher[],
  press: Press,
): void {
  const told = freeze(cleaned(trial, definition.clean, press.tell));
  for (const publisher of publishers) publishTo(publisher, told, press);
}

function publishTo(publisher: Publisher, trial: Trial, { tell, within, keep }: Press): void {
  const count = outstanding.get(publisher) ?? 0;
  const told = (error: unknown) => tell('publish', error);
  if (count >= MOST_OUTSTANDING) {
    told(new Error(`a publisher has ${count} trials outstanding; this one was not given to it`));
    return;
  }
  const work = isolate(told, () => publisher.publish(trial));
  if (work === FAILED || !isThenable(work)) return;
  outstanding.set(publisher, count + 1);
  const finished = () => outstanding.set(publisher, (outstanding.get(publisher) ?? 1) - 1);
  keep(within(work).then(undefined, told).then(finished));
}

/** Whether a publisher has this method. One that cannot be asked may have it: to call it will tell. */
export function hasMethod(publisher: Publisher, method: keyof Publisher): boolean {
  try {
    return publisher[method] !== undefined;
  } catch {
    return true;
  }
}

/** Runs a candidate inside what the publishers put round it, exactly once whatever they do. */
export function enclose(
  publishers: readonly Publisher[],
  start: Start,
  tell: TellFault,
  call: () => void,
): void {
  const enclosed = publishers.reduceRight<() => void>(
    (inner, publisher) => () => encloseBy(publisher, start, tell, inner),
    call,
  );
  enclosed();
}

function encloseBy(publisher: Publisher, start: Start, tell: TellFault, call: () => void): void {
  let isCalled = false;
  const once = () => {
    if (isCalled) return;
    isCalled = true;
    call();
  };
  isolateLater(
    (error) => tell('publish', error),
    () => publisher.enclose?.(start, once),
  );
  once();
}

/** Where `clean` fails nothing is published in the value's place: it was asked for because the value must not be seen. */
function cleaned(trial: Trial, clean: Definition['clean'], tell: TellFault): Trial {
  if (clean === undefined) return trial;
  const wash = <T extends Observation>(observation: T): T => {
    if (observation.status !== 'returned') return observation;
    const value = isolateAtOnce(
      (error) => tell('clean', error),
      'clean',
      () => clean(observation.value),
    );
    return { ...observation, value: value === FAILED ? undefined : value };
  };
  const candidates = trial.candidates.map((candidate) => ({
    ...wash(candidate),
    differences: candidate.differences.map(({ path, kind, pattern }) => ({
      path,
      kind,
      ...(pattern !== undefined && { pattern }),
    })),
  }));
  return { ...trial, control: wash(trial.control), candidates, cleaned: true };
}

/** A publisher that writes to a trial fails alone, instead of showing the next one something else. */
function freeze(trial: Trial): Trial {
  for (const candidate of trial.candidates) {
    Object.freeze(candidate.differences);
    Object.freeze(candidate);
  }
  Object.freeze(trial.candidates);
  Object.freeze(trial.control);
  Object.freeze(trial.order);
  return Object.freeze(trial);
}
