/** What is remembered from the start of each candidate until its trial is published. */
interface Pending<T> {
  isEmpty(): boolean;
  add(trial: string, variant: string, value: T): void;
  /** Answers what is remembered. */
  look(trial: string, variant: string): T | undefined;
  /** Answers what was remembered, and forgets it. */
  take(trial: string, variant: string): T | undefined;
}

interface Kept<T> {
  readonly variant: string;
  readonly value: T;
}

// A trial that is never published, because its laboratory was thrown away, must not be remembered for ever.
const MOST_TRIALS = 4_096;

/** @param abandon is given what is oldest when there are too many trials */
export function pending<T>(abandon: (value: T) => void): Pending<T> {
  const trials = new Map<string, Kept<T>[]>();
  return {
    isEmpty: () => trials.size === 0,
    add(trial, variant, value) {
      const kept = trials.get(trial);
      if (kept === undefined) trials.set(trial, [{ variant, value }]);
      else kept.push({ variant, value });
      if (trials.size > MOST_TRIALS) abandonOldest(trials, abandon);
    },
    look: (trial, variant) => trials.get(trial)?.find((one) => one.variant === variant)?.value,
    take(trial, variant) {
      const kept = trials.get(trial);
      const index = kept?.findIndex((one) => one.variant === variant) ?? -1;
      if (kept === undefined || index < 0) return undefined;
      if (kept.length === 1) trials.delete(trial);
      return kept.splice(index, 1)[0]?.value;
    },
  };
}

function abandonOldest<T>(trials: Map<string, Kept<T>[]>, abandon: (value: T) => void): void {
  for (const [trial, kept] of trials) {
    trials.delete(trial);
    for (const { value } of kept) abandon(value);
    return;
  }
}
