import { isDeepStrictEqual } from 'node:util';
import { PAGE, positionOf, type Visit } from './catalogue.js';
import type { Story } from './demo.js';
import { hits, mean, pagesBy, recall } from './quality.js';
import { PASTED } from './service.js';

/** Something that the demo claims, and whether it held. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
  /** The numbers, either way. */
  readonly evidence: string;
}

/** Both recommenders once more, without labcoat: what there is to count by hand. */
interface ByHand {
  readonly legacy: ReadonlyMap<Visit, readonly number[]>;
  readonly candidate: ReadonlyMap<Visit, readonly number[]>;
}

export function check(story: Story): Check[] {
  const { shop, visits } = story;
  const byHand = { legacy: pagesBy(shop.legacy, visits), candidate: pagesBy(shop.candidate, visits) };
  return [
    everyPage(story, byHand),
    everyCall(story),
    sticky(story),
    noise(story),
    ramp(story),
    measured(story, byHand),
    better(byHand),
    ready(story),
  ];
}

function everyPage({ visits, week: { served } }: Story, { legacy }: ByHand): Check {
  const right = visits.filter((visit) => {
    return isDeepStrictEqual(served.get(visit)?.books.map(positionOf), legacy.get(visit));
  });
  return {
    claim: 'every page was the legacy’s',
    holds: right.length === visits.length,
    evidence: `${right.length} of ${visits.length}`,
  };
}

function everyCall({ visits, week: { report, onTrial, faults } }: Story): Check {
  const { calls, trials, skips, outcomes } = report;
  const [skipped, judged] = [sum(skips), sum(outcomes)];
  return {
    claim: 'every visit is accounted for',
    holds:
      calls === visits.length &&
      calls === trials + skipped &&
      trials === judged &&
      trials === onTrial.size &&
      faults.length === 0,
    evidence: `${trials} trials + ${skipped} skips = ${calls}; ${faults.length} faults`,
  };
}

/** Somebody who sees two recommenders in turn is no test of either. */
function sticky({ visits, week: { onTrial } }: Story): Check {
  const joined = new Set<string>();
  const left = new Set<string>();
  for (const { id, reader } of visits) {
    if (onTrial.has(id)) joined.add(reader);
    else if (joined.has(reader)) left.add(reader);
  }
  return {
    claim: 'who was on trial once stayed on trial',
    holds: left.size === 0 && joined.size > 0,
    evidence: `${joined.size} readers joined, ${left.size} left`,
  };
}

function noise({ first, week }: Story): Check {
  return {
    claim: 'the noise was found, and was all there was',
    holds: first.report.proposal === PASTED && week.report.noise.n > 0 && week.report.noise.k === 0,
    evidence: `${first.report.proposal}; then ${week.report.noise.k} of ${week.report.noise.n}`,
  };
}

function ramp({ week: { report, changes } }: Story): Check {
  return {
    claim: 'the ramp climbed to all visits',
    holds: report.ramp?.isAtTop === true && changes.join() === 'advanced 0.25,advanced 0.5,advanced 1',
    evidence: changes.join(', ') || 'nothing',
  };
}

/** The report's figures, against a count without labcoat. */
function measured({ visits, week: { report, onTrial } }: Story, { legacy, candidate }: ByHand): Check {
  const tried = visits.filter(({ id }) => onTrial.has(id));
  const hitsOf = (pages: ByHand['legacy']) => mean(tried.map((visit) => hits(pages.get(visit) ?? [], visit)));
  const [before, after] = [hitsOf(legacy), hitsOf(candidate)];
  const counted = report.measures.find(({ name }) => name === 'hits');
  const isNear = (one = Number.NaN, other: number) => Math.abs(one - other) < 1e-9;
  return {
    claim: 'the report measured what a loop without labcoat counts',
    holds:
      counted?.delta.count === tried.length &&
      isNear(counted.control.mean, before) &&
      isNear(counted.candidate.mean, after),
    evidence: `${before.toFixed(3)} and ${after.toFixed(3)} of ten books were read next`,
  };
}

function better({ legacy, candidate }: ByHand): Check {
  const [before, after] = [recall(legacy), recall(candidate)];
  return {
    claim: 'the candidate finds more of what is read next',
    holds: after > before,
    evidence: `recall@${PAGE} ${percent(before)} before, ${percent(after)} after`,
  };
}

function ready({ week: { report } }: Story): Check {
  return { claim: 'it may be switched', holds: report.verdict === 'ready', evidence: report.why };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
