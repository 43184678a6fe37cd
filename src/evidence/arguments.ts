/** Refuses what is not a number of runs, and of events among them. Both may be fractions: Prometheus extrapolates. */
export function requireCounts(call: string, n: number, k: number): void {
  requireCount(call, 'n', n);
  requireThat(k >= 0 && k <= n, call, 'k', k, `a number from 0 to n, which is ${n}`);
}

export function requireCount(call: string, argument: string, value: number): void {
  requireThat(value >= 0, call, argument, value, 'a finite number from 0');
}

/** Refuses what is not a rate that a run can miss on either side. */
export function requireRate(call: string, argument: string, value: number): void {
  requireThat(value > 0 && value < 1, call, argument, value, 'a number between 0 and 1, both excluded');
}

export function requireObject(call: string, argument: string, value: unknown, what: string): void {
  if (typeof value === 'object' && value !== null) return;
  throw new RangeError(`${call}: ${argument} must be ${what}, received ${String(value)}`);
}

export function requireThat(
  isWithin: boolean,
  call: string,
  argument: string,
  value: number,
  what: string,
): void {
  if (isWithin && Number.isFinite(value)) return;
  throw new RangeError(`${call}: ${argument} must be ${what}, received ${String(value)}`);
}
