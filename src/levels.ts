/** A value may be nested deeper than any stack, but not without end, which some getters have. */
const MOST_LEVELS = 200_000;

/** @throws RangeError where what is looked into lies too deep */
export function requireLevel(level: number, what: 'compared' | 'copied'): void {
  if (level > MOST_LEVELS) throw new RangeError(`not ${what}: more than ${MOST_LEVELS} levels deep`);
}
