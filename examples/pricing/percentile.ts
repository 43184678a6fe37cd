/** The smallest of the values that at least this share of them does not exceed; 0 if there are none. */
export function percentile(values: readonly number[], quantile: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(Math.ceil(sorted.length * quantile) - 1, 0)] ?? 0;
}
