import type { Spread } from '../types/comparison.js';
import { countOf, grouped, percent } from './wording.js';

/** Shares below it are too small to be told apart. */
const LEAST_SHARE = 0.00001;

/**
 * What a measure comes to, for a person: `0.3 % lower on average, at worst 4.10 lower and 0.02 higher`.
 *
 * @param relative the mean delta as a share of the control's mean, where that is not 0
 */
export function measureSentence(delta: Spread, relative: number | undefined): string {
  if (delta.min === 0 && delta.max === 0) return `the same in ${countOf(delta.count, 'trial')}`;
  const worst = [delta.min, delta.max].filter((extreme, at) => (at === 0 ? extreme < 0 : extreme > 0));
  return `${onAverage(delta.mean, relative)} on average, at worst ${worst.map(directed).join(' and ')}`;
}

function onAverage(mean: number, relative: number | undefined): string {
  if (mean === 0) return 'the same';
  if (relative === undefined) return directed(mean);
  const share = Math.abs(relative);
  const text =
    share < LEAST_SHARE ? `less than ${percent(LEAST_SHARE)}` : percent(Number(share.toPrecision(2)));
  return `${text} ${direction(relative)}`;
}

function directed(value: number): string {
  return `${amount(Math.abs(value))} ${direction(value)}`;
}

function direction(value: number): string {
  return value < 0 ? 'lower' : 'higher';
}

/** `4.10`, `1 234`, `0.0021`: most measures are money, counts or seconds. */
function amount(value: number): string {
  if (Number.isInteger(value) || value >= 1_000) return value < 1e15 ? grouped(value) : String(value);
  return value < 0.01 ? String(Number(value.toPrecision(2))) : value.toFixed(2);
}
