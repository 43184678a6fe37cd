import { UsageError } from './error.js';

/** A number between 0 and 1. */
export function requireShare(option: string, text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share > 0 && share < 1) return share;
  throw new UsageError(`--${option} ${text}: give a number between 0 and 1, both excluded`);
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 };

/** A length of time as Prometheus writes it: `14d`, `1h30m`. In milliseconds. */
export function requireDuration(option: string, text: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)];
  const isWhole = parts.map(([part]) => part).join('') === text;
  if (text === '0') return 0;
  if (parts.length === 0 || !isWhole)
    throw new UsageError(`--${option} ${text}: give a length of time such as 14d, 36h or 1h30m`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
}

/** 1 - 0.95 is a little more than 0.05, and a rule says both. */
export function alphaOf(confidence: number): number {
  return Number((1 - confidence).toPrecision(12));
}
