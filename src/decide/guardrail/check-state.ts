import { TILTS } from '../../evidence/mixture.js';
import type { GuardState } from '../../types/guard.js';
import { isCount } from './count.js';
import type { GuardrailState } from './evidence.js';
import type { PairState } from './settled-pairs.js';

// Apart from what goes on from it: a program that saves nothing need not carry this.

/** @throws RangeError for what no guardrails have saved */
export function checkGuardState(state: GuardState): void {
  for (const guardrails of Object.values(state)) {
    for (const [guardrail, saved] of Object.entries(guardrails)) {
      const isSound = guardrail === 'againstControl' ? arePairs(saved) : isEvidence(saved);
      if (!isSound)
        throw new RangeError(`${guardrail}: no guardrail has saved ${String(JSON.stringify(saved))}`);
    }
  }
}

function isEvidence(saved: unknown): boolean {
  const { n, k, started, stakes } = Object(saved) as GuardrailState;
  return [n, k, started].every(isCount) && areStakes(stakes) && k <= n && n <= started;
}

function arePairs(saved: unknown): boolean {
  const { n00, n01, n10, n11, stakes } = Object(saved) as PairState;
  return [n00, n01, n10, n11].every(isCount) && areStakes(stakes);
}

function areStakes(stakes: unknown): boolean {
  const isStake = (stake: unknown) => Number.isFinite(stake) && (stake as number) >= 0;
  return Array.isArray(stakes) && stakes.length === TILTS.length && stakes.every(isStake);
}
