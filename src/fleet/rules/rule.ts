/** One rule of Prometheus: it records a series, or it alerts. */
export type Rule = {
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
} & (
  | { readonly record: string }
  | { readonly alert: string; readonly for?: string; readonly annotations: Readonly<Record<string, string>> }
);

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What the rules hold experiments to. */
export interface RuleSettings {
  /** The names of those that are held to it; all, if there are none. */
  readonly experiments: readonly string[];
  /** Fewer runs than this share may fail before a candidate is ready, between 0 and 1. */
  readonly target: number;
  /** The chance of ever calling one ready that misses the target, between 0 and 1. */
  readonly alpha: number;
  /** The share of runs that may fail, and the share that may differ, before somebody is told to stop it. */
  readonly limit: number;
  /** The chance of ever telling to stop one that is within the limit, between 0 and 1. */
  readonly stopAlpha: number;
  /** How far back runs count. */
  readonly windowMs: number;
}

export const DEFAULT_RULES: RuleSettings = {
  experiments: [],
  target: 0.001,
  alpha: 0.05,
  limit: 0.01,
  stopAlpha: 0.01,
  windowMs: 14 * 86_400_000,
};
