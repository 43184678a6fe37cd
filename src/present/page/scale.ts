/** From a number to where it is drawn. */
export type Scale = (value: number) => number;

/** Evenly from one stretch to another; where there is no stretch, everything is at its beginning. */
export function linear(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const factor = high === low ? 0 : (end - start) / (high - low);
  return (value) => start + (value - low) * factor;
}

/** One decimal of a unit is more than a screen shows, and keeps the page small. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  ...[1_000, 2_000, 5_000, 10_000, 30_000],
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY_MS),
];
const MOST_TICKS = 7;

/** Moments to name on an axis of time, and their names: in UTC, as detailed as they are apart. */
export function timeTicks(from: number, to: number): { readonly at: number; readonly name: string }[] {
  const step = STEPS_MS.find((each) => (to - from) / each <= MOST_TICKS) ?? (to - from) / MOST_TICKS;
  const ticks = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
    ticks.push({ at: tick, name: nameOf(tick, step) });
  }
  return ticks;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function nameOf(tick: number, step: number): string {
  const date = new Date(tick);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  if (step >= DAY_MS) return step > 91 * DAY_MS ? `${day} ${date.getUTCFullYear()}` : day;
  const iso = date.toISOString();
  if (step < MINUTE_MS) return iso.slice(11, 19);
  return tick % DAY_MS === 0 ? day : iso.slice(11, 16);
}

/** A number with more of them is 1. */
const MOST_NINES = 16;

/** How many nines a share has: 0.999 has three, and 1 as many as a number can have. */
export function nines(value: number): number {
  return Math.min(-Math.log10(1 - value), MOST_NINES);
}
