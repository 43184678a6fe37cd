import type { Report } from 'labcoat';
import { type Series, total } from '../pricing/telemetry.js';
import { EXPERIMENT, type Service } from './service.js';
import { type Scene, TOKEN } from './session.js';

/** Something that the session claims, whether it held, and the numbers either way. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
  readonly evidence: string;
}

export function users(scenes: readonly Scene[]): Check {
  const requests = sum(scenes.map(({ seen }) => seen.requests));
  const right = sum(scenes.map(({ seen }) => seen.right));
  const claim = "every user got the legacy's answer, whatever happened";
  return { claim, holds: requests > 0 && right === requests, evidence: `${right} of ${requests}` };
}

export function stops([, stopped, tripped]: readonly Scene[], { trip }: Report): Check[] {
  return [
    {
      claim: 'nothing was on trial while it was killed',
      holds: stopped?.trials === 0,
      evidence: `${stopped?.trials} trials`,
    },
    {
      claim: 'the error guardrail has stopped it early',
      holds: trip?.guardrail === 'errors' && (tripped?.trials ?? 0) < 200,
      evidence: `${trip?.k} failures, ${tripped?.trials} trials at the full rate`,
    },
  ];
}

export function verdicts(first: Report, second: Report): Check {
  const evidence = `${first.verdict}, then ${second.verdict}`;
  const holds = first.verdict === 'not-ready' && second.verdict === 'ready';
  return { claim: 'the verdict is not-ready for the bug, ready for the repair', holds, evidence };
}

/** The live page, for those who know the token and for nobody else. */
export async function page({ url }: Service): Promise<Check> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const [stranger, colleague] = await Promise.all([
    fetch(`${url}/experiments`),
    fetch(`${url}/experiments`, { headers }),
  ]);
  const shown = (await colleague.text()).includes(EXPERIMENT);
  return {
    claim: 'the live report is for colleagues only',
    holds: stranger.status === 403 && colleague.status === 200 && shown,
    evidence: `${stranger.status} for a stranger, ${colleague.status} for a colleague`,
  };
}

/** Both deployments are one process here, so their counts add up. */
export function telemetry(
  reports: readonly Report[],
  scrape: readonly Series[],
  spans: readonly string[],
): Check[] {
  const ours = { labcoat_experiment_name: EXPERIMENT };
  const calls = sum(reports.map((report) => report.calls));
  const trials = sum(reports.map((report) => report.trials));
  const counted = total(scrape, 'labcoat_calls_total', ours);
  const traced = spans.filter((name) => name === `candidate ${EXPERIMENT}`).length;
  return [
    { claim: 'Prometheus says the same', holds: counted === calls, evidence: `${counted} of ${calls} calls` },
    {
      claim: 'there is a span for every trial',
      holds: traced === trials,
      evidence: `${traced} of ${trials}`,
    },
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
