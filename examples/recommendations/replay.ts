import { type Laboratory, laboratory, type Report } from 'labcoat';
import type { Page, Visit } from './catalogue.js';
import { seeded } from './chance.js';
import { EXPERIMENT } from './service.js';

/** What a replay came to. */
export interface Replay {
  readonly report: Report;
  readonly served: ReadonlyMap<Visit, Page>;
  /** The ids of the visits that were on trial. */
  readonly onTrial: ReadonlySet<string>;
  /** What the ramp did: `advanced 0.25`. */
  readonly changes: readonly string[];
  readonly faults: readonly unknown[];
}

/** Replays visits through a laboratory of its own, as a deployment has one. */
export async function replay(
  visits: readonly Visit[],
  clock: Clock,
  open: (lab: Laboratory) => (visit: Visit) => Page,
): Promise<Replay> {
  const [onTrial, changes, faults] = [new Set<string>(), [] as string[], [] as unknown[]];
  const lab = laboratory({
    publishers: [
      {
        publish: ({ context }) => void onTrial.add(String(context.visit)),
        changed: ({ event, to }) => void changes.push(`${event} ${to}`),
      },
    ],
    now: clock.now,
    random: seeded(1),
    onFault: ({ error }) => void faults.push(error),
    // A replay keeps the process busy on purpose: nothing else runs in it that trials would have to yield to.
    defaults: { guardrails: { maxBlockMs: NEVER, maxBusy: NEVER, shedAbove: NEVER } },
  });
  const recommend = open(lab);
  const served = new Map<Visit, Page>();
  for (const visit of visits) {
    clock.leapTo(visit.at);
    served.set(visit, recommend(visit));
    await new Promise((resolve) => setImmediate(resolve)); // what is left of a trial is done between visits
  }
  await lab.drain();
  return { report: lab.report(EXPERIMENT), served, onTrial, changes, faults };
}

const NEVER = Number.POSITIVE_INFINITY;

export interface Clock {
  readonly now: () => number;
  leapTo(at: number): void;
}

/** A week passes in seconds: a visit takes as long as it takes, and from one to the next time leaps. */
export function leapingClock(from: number): Clock {
  let ahead = from - performance.now();
  const now = () => ahead + performance.now();
  return {
    now,
    leapTo(at) {
      ahead += Math.max(0, at - now());
    },
  };
}
