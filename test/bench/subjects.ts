import { configure, type ExperimentOptions, experiment, kill, report } from 'labcoat';

type Sync = (input: number) => unknown;
type Async = (input: number) => Promise<unknown>;

/** What is measured does nothing but experiments, which the process would rightly be protected from. */
export const UNPROTECTED: ExperimentOptions = {
  guardrails: {
    maxBlockMs: Number.POSITIVE_INFINITY,
    maxBusy: Number.POSITIVE_INFINITY,
    shedAbove: Number.POSITIVE_INFINITY,
  },
};

// Also those that are built inline, without options.
configure({ defaults: UNPROTECTED });

let names = 0;

/** The calls that were not on trial for a reason that nobody meant: what was measured then is not what it is called. */
export function excuses(): string[] {
  return Array.from({ length: names }, (_, index) => report(nameOf(index + 1))).flatMap((each) => {
    const { calls, skips } = each;
    const unmeant = skips.saturated + skips.overloaded + skips.fault;
    return unmeant > 0.01 * calls ? [`${each.experiment}: ${JSON.stringify({ calls, skips })}`] : [];
  });
}

const nameOf = (index: number) => `subject ${index}`;

/** A name that no other subject has: what lives between runs lives by name. */
export function nextName(): string {
  names += 1;
  return nameOf(names);
}

export function wrapped(control: Sync, candidate: Sync, rate: number): Sync {
  return experiment(nextName(), UNPROTECTED).use(control).try(candidate).sample(rate).wrap();
}

export function wrappedLater(control: Async, candidate: Async, rate: number): Async {
  return experiment(nextName(), UNPROTECTED).use(control).try(candidate).sample(rate).wrap();
}

/** Kept in a variable, and run. */
export function run(control: Sync, candidate: Sync, rate: number): Sync {
  const kept = experiment(nextName(), UNPROTECTED).use(control).try(candidate).sample(rate);
  return (input) => kept.run(input);
}

/** Built anew for each call. */
export function inline(control: Sync, candidate: Sync, rate: number): Sync {
  const name = nextName();
  return (input) => experiment(name).use(control).try(candidate).sample(rate).run(input);
}

export function inlineLater(control: Async, candidate: Async, rate: number): Async {
  const name = nextName();
  return (input) => experiment(name).use(control).try(candidate).sample(rate).run(input);
}

export function killed(control: Sync, candidate: Sync): Sync {
  const name = nextName();
  const subject = experiment(name, UNPROTECTED).use(control).try(candidate).wrap();
  kill(name);
  return subject;
}

/** Stopped by a guardrail: the candidate fails until it is. */
export function tripped(control: Sync): Sync {
  const fail = () => {
    throw new Error('no');
  };
  const subject = experiment(nextName(), UNPROTECTED).use(control).try(fail).wrap();
  for (let call = 0; call < 1_000; call++) subject(call);
  return subject;
}

/** Twenty of them through one call site. */
export function megamorphic(make: (index: number) => Sync): Sync {
  const all = Array.from({ length: 20 }, (_, index) => make(index));
  let next = 0;
  return (input) => {
    next = next === 19 ? 0 : next + 1;
    return (all[next] as Sync)(input);
  };
}

/** A function of its own for each of them, as twenty experiments have twenty controls. */
export function ownDouble(index: number): Sync {
  return new Function('index', `return (n) => n * 2 + index - ${index}`)(index) as Sync;
}
