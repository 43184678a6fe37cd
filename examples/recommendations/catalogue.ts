/** A book of the shop, known by its position in the catalogue: `b-0001` is the first. */
export interface Book {
  readonly id: string;
  readonly title: string;
  readonly shelf: string;
}

/** A reader opens the page of recommendations. */
export interface Visit {
  readonly id: string;
  readonly reader: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Positions of the books that they have read by then. */
  readonly read: readonly number[];
  /** Those that they will read next, which only a replay can know. */
  readonly next: readonly number[];
}

/** What they get. */
export interface Page {
  readonly visit: Visit;
  /** The best first. */
  readonly books: readonly Book[];
  readonly generatedAt: number;
  readonly requestId: string;
}

/** Ranks books for a reader by position, best first, leaving out what they have read. */
export type Ranker = (read: readonly number[], most: number) => number[];

/** How many books a page has. */
export const PAGE = 10;

export function positionOf({ id }: Pick<Book, 'id'>): number {
  return Number(id.slice(2)) - 1;
}
