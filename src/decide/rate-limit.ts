const SECOND_MS = 1_000;
/** So many moments are remembered at most; a higher limit is held over a shorter time. */
const MOST_MOMENTS = 1_000;

/**
 * Whether one more trial keeps to the limit, and if so takes note of it. A bucket of tokens each of which comes back one
 * second after it was taken, instead of a steady drip into it: that way the limit holds in any second, and not only on
 * average after a first second with twice as many.
 *
 * @param recent when the last trials were, the oldest first; is written to
 * @param perSecond above 0; below 1 it is one trial in more than a second
 */
export function admits(recent: number[], perSecond: number, now: number): boolean {
  const tokens = Math.min(MOST_MOMENTS, Math.ceil(perSecond));
  while (recent.length > tokens) recent.shift();
  if (recent.length === tokens) {
    const passed = now - (recent[0] as number);
    // Less than nothing: the clock was set back, and nothing is known of the moments before.
    if (passed >= 0 && passed < (tokens / perSecond) * SECOND_MS) return false;
    recent.shift();
  }
  recent.push(now);
  return true;
}
