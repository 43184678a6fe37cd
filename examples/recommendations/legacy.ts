import type { Ranker } from './catalogue.js';
import { best } from './ranking.js';

/**
 * "Who read this also read": for every book of the reader's, how many others have read it together with another. It has
 * served the shop for years. What everybody has read, everybody is recommended.
 */
export function coOccurrence(histories: readonly (readonly number[])[], books: number): Ranker {
  const together = countTogether(histories, books);
  return (read, most) => {
    const scores = new Float64Array(books);
    for (const book of read) {
      const row = book * books;
      for (let other = 0; other < books; other += 1) {
        scores[other] = (scores[other] as number) + (together[row + other] as number);
      }
    }
    return best(scores, read, most);
  };
}

function countTogether(histories: readonly (readonly number[])[], books: number): Uint32Array {
  const together = new Uint32Array(books * books);
  for (const read of histories) {
    for (const one of read) {
      for (const other of read) {
        const pair = one * books + other;
        if (one !== other) together[pair] = (together[pair] as number) + 1;
      }
    }
  }
  return together;
}
