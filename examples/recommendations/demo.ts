import { writeFileSync } from 'node:fs';
import { renderReport } from 'labcoat';
import { factorisation } from './candidate.js';
import type { Visit } from './catalogue.js';
import { type Check, check } from './checks.js';
import { coOccurrence } from './legacy.js';
import { leapingClock, type Replay, replay } from './replay.js';
import { COMPARED, FIRST_LOOK, recommending, type Shop, WEEK } from './service.js';
import { summary } from './summary.js';
import { generateWorld, type Size, visitsOf, type World } from './world.js';

const SIZE: Size = { readers: 2_000, books: 800 };
const SEED = 42;
const TRAINING = { factors: 10, rounds: 6, confidence: 3, regularization: 10 };
const MONDAY = Date.UTC(2026, 10, 16);
const WEEK_MS = 7 * 24 * 3_600_000;
const FIRST_VISITS = 100;

export interface Story {
  readonly world: World;
  readonly shop: Shop;
  readonly visits: readonly Visit[];
  /** A first look at a few visits, and the week. */
  readonly first: Replay;
  readonly week: Replay;
}

/** Replays a week of visits, says what came of it, and answers whether all that is claimed of it held. */
export async function demo(write: (text: string) => unknown, page: string): Promise<boolean> {
  const story = await tell(SIZE);
  const checks = check(story);
  writeFileSync(page, renderReport(story.week.report));
  write(summary(story, checks, page));
  return checks.every(({ holds }: Check) => holds);
}

/** What happens in a shop of this size. */
export async function tell(size: Size): Promise<Story> {
  const world = generateWorld(size, SEED);
  const visits = visitsOf(world, MONDAY, WEEK_MS, SEED);
  const clock = leapingClock(MONDAY);
  const shop = { ...recommenders(world), now: clock.now };
  const first = await replay(visits.slice(0, FIRST_VISITS), clock, (lab) => {
    return recommending(lab, shop, FIRST_LOOK, { noise: 1 });
  });
  const week = await replay(visits, clock, (lab) => recommending(lab, shop, COMPARED, WEEK));
  return { world, shop, visits, first, week };
}

/** Both are made of the same histories, as they are before the week. */
function recommenders({ books, readers }: World): Omit<Shop, 'now'> {
  const histories = readers.map(({ read }) => read);
  return {
    books,
    fame: books.map((_, book) => histories.filter((read) => read.includes(book)).length),
    legacy: coOccurrence(histories, books.length),
    candidate: factorisation(histories, books.length, TRAINING),
  };
}
