import { countOf, evidenceText, grouped, percent } from '../../record/wording.js';
import type { Trip } from '../../types/index.js';

/** Why an experiment was stopped, for a person. */
export function sentence({ guardrail, candidate, n, k, limit, evidence, needed }: Trip): string {
  // Of all candidates together, and not only of the one that was judged last.
  if (guardrail === 'stuck') return `stuck: ${k} candidates have not settled, limit ${limit}`;
  const counts = `${guardrail}: ${grouped(k)} of ${countOf(n, 'trial')} of '${candidate}'`;
  if (guardrail === 'maxBlockMs') return `${counts} blocked the process for more than ${limit} ms`;
  const strength = `evidence ${evidenceText(evidence ?? 0)} of the ${grouped(needed ?? 0)} needed`;
  return `${counts}, limit ${percent(limit)}; ${strength}`;
}
