import { PAGE, type Ranker, type Visit } from './catalogue.js';

/** How many of the books on a page the reader goes on to read. */
export function hits(books: readonly number[], { next }: Pick<Visit, 'next'>): number {
  return books.filter((book) => next.includes(book)).length;
}

/** What a recommender would have put on every page. */
export function pagesBy(rank: Ranker, visits: readonly Visit[]): ReadonlyMap<Visit, readonly number[]> {
  return new Map(visits.map((visit) => [visit, rank(visit.read, PAGE)]));
}

/** Of the books that could have been on a page and were read next, the share that was on it; the mean over visits. */
export function recall(pages: ReadonlyMap<Visit, readonly number[]>): number {
  return mean(Array.from(pages, ([visit, books]) => hits(books, visit) / Math.min(PAGE, visit.next.length)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
