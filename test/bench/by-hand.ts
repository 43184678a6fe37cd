import fastDeepEqual from 'fast-deep-equal/es6/index.js';

/** What is counted by hand, so that nothing of it can be optimised away. */
const seen = { trials: 0, mismatches: 0, failures: 0, controlMs: 0, candidateMs: 0 };

type Sync = (input: number) => unknown;
type Async = (input: number) => Promise<unknown>;

/** What one writes in place of a library: chance, try/catch, clocks, a deep comparison, and counters. */
export function byHand(control: Sync, candidate: Sync, rate: number): Sync {
  return (input) => {
    if (Math.random() < rate) return tryByHand(control, candidate, input);
    return control(input);
  };
}

function tryByHand(control: Sync, candidate: Sync, input: number): unknown {
  const start = performance.now();
  const value = control(input);
  seen.controlMs += performance.now() - start;
  const candidateStart = performance.now();
  try {
    const other = candidate(input);
    seen.candidateMs += performance.now() - candidateStart;
    if (!fastDeepEqual(value, other)) seen.mismatches++;
  } catch {
    seen.candidateMs += performance.now() - candidateStart;
    seen.failures++;
  }
  seen.trials++;
  return value;
}

/** The same for promises: nobody waits for the candidate, so what the caller gets has to be copied to be compared. */
export function byHandLater(
  control: Async,
  candidate: Async,
  rate: number,
  copy: (value: any) => unknown = structuredClone,
): Async {
  return async (input) => {
    if (Math.random() >= rate) return control(input);
    const start = performance.now();
    const pending = control(input);
    const other = settle(candidate, input);
    const value = await pending;
    seen.controlMs += performance.now() - start;
    void judge(copy(value), other);
    return value;
  };
}

async function settle(candidate: Async, input: number): Promise<{ value: unknown } | undefined> {
  const start = performance.now();
  try {
    const value = await candidate(input);
    seen.candidateMs += performance.now() - start;
    return { value };
  } catch {
    seen.candidateMs += performance.now() - start;
    return undefined;
  }
}

async function judge(value: unknown, other: Promise<{ value: unknown } | undefined>): Promise<void> {
  const settled = await other;
  if (settled === undefined) seen.failures++;
  else if (!fastDeepEqual(value, settled.value)) seen.mismatches++;
  seen.trials++;
}
