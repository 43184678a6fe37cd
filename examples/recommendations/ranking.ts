/** The positions of the highest scores, best first, ties in the order of the catalogue; without what is left out. */
export function best(scores: Float64Array, without: readonly number[], most: number): number[] {
  const left = new Set(without);
  const top: number[] = [];
  let least = -Infinity;
  for (let book = 0; book < scores.length; book += 1) {
    const score = scores[book] as number;
    if (score <= least || left.has(book)) continue;
    top.splice(placeOf(score, top, scores), 0, book);
    if (top.length > most) top.pop();
    if (top.length === most) least = scores[top[most - 1] as number] as number;
  }
  return top;
}

function placeOf(score: number, top: readonly number[], scores: Float64Array): number {
  const place = top.findIndex((book) => (scores[book] as number) < score);
  return place < 0 ? top.length : place;
}
