import { countOf, grouped, percent } from '../record/wording.js';
import type { FailureRate, GoalSettings, Report } from '../types/index.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `0.037 %`, `99.96 %`: two digits of what is there, or of what is missing. Never says 0 or 100 of what is not quite. */
export function share(value: number): string {
  if (!(value >= 0 && value <= 1)) return '–';
  if (value === 0 || value === 1) return percent(value);
  const small = Math.min(value, 1 - value) * 100;
  // What is exactly the least is a little less in floating point.
  if (small < 0.999 * LEAST_PERCENT)
    return value < 0.5 ? `< ${LEAST_PERCENT} %` : `> ${100 - LEAST_PERCENT} %`;
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(small)));
  const text = small.toFixed(decimals);
  return `${short(value < 0.5 ? text : (100 - Number(text)).toFixed(decimals))} %`;
}

/** Nobody has seen enough runs to tell what is below it apart. */
const LEAST_PERCENT = 0.001;

/** `0.005 to 0.14 %` */
export function between(lower: number, upper: number): string {
  return `${share(lower).replace(' %', '')} to ${share(upper)}`;
}

/** `0.005 to 0.14 % with 95 % confidence` */
export function interval({ lower, upper }: FailureRate, { alpha }: GoalSettings): string {
  return `${between(lower, upper)} with ${percent(1 - alpha)} confidence`;
}

/** `67 µs`, `1.24 ms`, `3.1 s`; `timeout` for what took for ever. */
export function duration(ms: number | null | undefined): string {
  if (ms === Number.POSITIVE_INFINITY) return 'timeout';
  if (typeof ms !== 'number' || !Number.isFinite(ms)) return '–';
  if (ms === 0) return '0 ms';
  if (ms < 0.001) return `${significant(ms * 1e6)} ns`;
  if (ms < 1) return `${significant(ms * 1000)} µs`;
  if (ms < SECOND_MS) return `${significant(ms)} ms`;
  return ms < 2 * MINUTE_MS ? `${significant(ms / SECOND_MS)} s` : `${significant(ms / MINUTE_MS)} min`;
}

/** `9 days`, `3 hours`, `40 seconds`: whole ones, rounded down. */
export function period(ms: number): string {
  if (ms >= 2 * DAY_MS) return countOf(Math.floor(ms / DAY_MS), 'day');
  if (ms >= 2 * HOUR_MS) return countOf(Math.floor(ms / HOUR_MS), 'hour');
  if (ms >= 2 * MINUTE_MS) return countOf(Math.floor(ms / MINUTE_MS), 'minute');
  return countOf(Math.max(0, Math.floor(ms / SECOND_MS)), 'second');
}

/** `2026-11-21 12:31 UTC`; a moment that there is not is `–`. */
export function moment(at: number | undefined): string {
  const iso = isoOf(at);
  return iso === undefined ? '–' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** For the attribute `datetime`. */
export function isoOf(at: number | undefined): string | undefined {
  return typeof at === 'number' && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined;
}

/** A plain number, to five digits: `1 234`, `0.12346`, `-3.2e-9`. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return signed(value, grouped(Math.abs(value)));
  return String(Number(value.toPrecision(5)));
}

/** The same text, but no line ends within `8 112` or `99.9 %`. */
export function unbroken(text: string): string {
  return text.replace(/(?<=\d) (?=%|\d{3}(?!\d))/g, '\u00a0');
}

/** How much of all calls is on trial now, and what has decided it. */
export function rateInForce({ rate, stopped, ramp }: Report): {
  readonly rate: string;
  readonly by?: string;
} {
  if (stopped !== undefined) return { rate: 'none', by: STOPPED[stopped] };
  const calls = rate === 1 ? 'all calls' : `${share(rate)} of the calls`;
  if (ramp === undefined) return { rate: calls };
  return { rate: calls, by: `step ${ramp.steps.indexOf(ramp.rate) + 1} of ${ramp.steps.length} of the ramp` };
}

export const STOPPED = {
  killed: 'stopped by hand',
  guardrail: 'stopped by a guardrail',
  expired: 'expired',
} as const;

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : short(value.toPrecision(value < 10 ? 2 : 3));
}

// 0.10 is 0.1, and 10 stays 10.
function short(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function signed(value: number, magnitude: string): string {
  return value < 0 ? `-${magnitude}` : magnitude;
}
