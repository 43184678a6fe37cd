import { randomUUID } from 'node:crypto';
import {
  acceptable,
  at,
  type Comparator,
  type ExperimentOptions,
  either,
  type Laboratory,
  omitting,
  ranked,
} from 'labcoat';
import { type Book, PAGE, type Page, positionOf, type Ranker, type Visit } from './catalogue.js';
import { hits, mean } from './quality.js';

export const EXPERIMENT = 'recommendations.page';
const HOUR = 3_600_000;

/** What the page is made of. */
export interface Shop {
  readonly books: readonly Book[];
  readonly legacy: Ranker;
  readonly candidate: Ranker;
  /** By position: how many have read a book. */
  readonly fame: readonly number[];
  readonly now: () => number;
}

/**
 * Two recommenders never agree. Much the same list is as good as equal; one with any book of the legacy's is another list
 * of the same taste, good enough, and counted apart; one without any is out of the blue, and nobody wants to see it.
 */
const SAME_TASTE: Comparator<readonly Book[]> = either(
  ranked({ k: PAGE, atLeast: 0.5, by: 'id' }),
  acceptable(ranked({ k: PAGE, atLeast: 1 / PAGE, by: 'id', score: 'overlap' }), 'of the same taste'),
);

/** At first: what of a page is noise? */
export const FIRST_LOOK = at<Page>({ '$.books': SAME_TASTE });
/** What the first look proposes, to be pasted. */
export const PASTED = "omitting('$.generatedAt', '$.requestId')";
/** With it. */
export const COMPARED = omitting('$.generatedAt', '$.requestId', FIRST_LOOK);

/** The evidence that is asked for: in a week, fewer than one page in fifty is out of the blue. */
export const WEEK: ExperimentOptions = {
  noise: 0.05,
  ramp: { steps: [0.05, 0.25, 0.5, 1], limits: [0.05, 0.03, 0.02], dwellMs: 12 * HOUR },
  goal: { target: 0.02, dwellMs: 6 * 24 * HOUR },
};

/** The legacy recommender, with its replacement on trial beside it. */
export function recommending(
  lab: Laboratory,
  shop: Shop,
  comparator: Comparator<Page>,
  options: ExperimentOptions,
): (visit: Visit) => Page {
  return lab
    .experiment(EXPERIMENT, options)
    .use(pageBy(shop.legacy, shop))
    .try(pageBy(shop.candidate, shop))
    .compare(comparator)
    .sample({ rate: 1, by: ({ reader }) => reader }) // whoever is on trial stays on trial
    .context(({ id }) => ({ visit: id }))
    .measure('hits', ({ books, visit }) => hits(books.map(positionOf), visit))
    .measure('fame', ({ books }) => mean(books.map((book) => shop.fame[positionOf(book)] as number)))
    .measure('shelves', ({ books }) => new Set(books.map(({ shelf }) => shelf)).size)
    .wrap();
}

function pageBy(rank: Ranker, { books, now }: Shop): (visit: Visit) => Page {
  return (visit) => ({
    visit,
    books: rank(visit.read, PAGE).map((book) => books[book] as Book),
    generatedAt: now(),
    requestId: randomUUID(),
  });
}
