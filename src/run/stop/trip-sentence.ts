import { evidenceText, grouped, percent } from '../../record/wording.js';
import type { Trip } from '../../types/index.js';

/** Why an experiment was stopped, for a person. */
export function sentence({ guardrail, candidate, n, k, limit, evidence, needed }: Trip): string {
  const counts = `${guardrail}: ${k} of ${n} trials of '${candidate}'`;
  if (guardrail === 'stuck') return `stuck: ${k} runs of '${candidate}' have not settled, limit ${limit}`;
  if (guardrail === 'maxBlockMs') return `${counts} blocked the process for more than ${limit} ms`;
  const strength = `evidence ${evidenceText(evidence ?? 0)} of the ${grouped(needed ?? 0)} needed`;
  return `${counts}, limit ${percent(limit)}; ${strength}`;
}
