import { UsageError } from './error.js';

/** A number between 0 and 1. */
export function requireShare(option: string, text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share > 0 && share < 1) return share;
  throw new UsageError(`--${option} ${text}: give a number between 0 and 1, both excluded`);
}

// The greater units first, and each at most once: Prometheus refuses anything else.
const LENGTH = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];

/** A length of time as Prometheus writes it: `14d`, `1h30m`, or `0`. In milliseconds. */
export function requireDuration(option: string, text: string): number {
  const [, ...counts] = LENGTH.exec(text) ?? [];
  if (text === '0') return 0;
  if (text === '' || counts.length === 0) refuseDuration(option, text);
  return counts.reduce((sum, count, at) => sum + Number(count ?? 0) * (UNITS_MS[at] as number), 0);
}

/** How far back runs count: over no time at all there are none. */
export function requireWindow(text: string): number {
  return requireDuration('window', text) || refuseDuration('window', text);
}

function refuseDuration(option: string, text: string): never {
  throw new UsageError(`--${option} ${text}: give a length of time such as 14d, 36h or 1h30m`);
}

/** 1 - 0.95 is a little more than 0.05, and a rule says both. */
export function alphaOf(confidence: number): number {
  return Number((1 - confidence).toPrecision(12));
}
