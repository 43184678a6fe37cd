import { refuse } from '../refuse.js';
import type { Report } from '../types/index.js';

/** @throws TypeError for what is no report: a name, a list where one is meant, nothing */
export function requireReport(call: string, given: unknown): asserts given is Report {
  const { experiment, why, verdicts } = (given ?? {}) as Partial<Report>;
  if (typeof experiment === 'string' && typeof why === 'string' && verdicts !== undefined) return;
  refuse(call, given, 'give what report(name) answered');
}
