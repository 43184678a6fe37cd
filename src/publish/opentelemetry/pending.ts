/** What is remembered from the start of a candidate until its trial is published. */
export interface Pending<T> {
  add(key: string, value: T): void;
  /** Answers what is remembered. */
  look(key: string): T | undefined;
  /** Answers what was remembered, and forgets it. */
  take(key: string): T | undefined;
}

// A trial that is never published, because its laboratory was thrown away, must not be remembered for ever.
const MOST = 4_096;

/** @param abandon is given the oldest when there are too many */
export function pending<T>(abandon: (value: T) => void): Pending<T> {
  const values = new Map<string, T>();
  return {
    add(key, value) {
      values.set(key, value);
      if (values.size > MOST) abandonOldest(values, abandon);
    },
    look: (key) => values.get(key),
    take(key) {
      const value = values.get(key);
      values.delete(key);
      return value;
    },
  };
}

function abandonOldest<T>(values: Map<string, T>, abandon: (value: T) => void): void {
  for (const [key, value] of values) {
    values.delete(key);
    abandon(value);
    return;
  }
}
