import type { Given, Option } from './arguments.js';
import { UsageError } from './error.js';
import type { FleetQuestion } from './fleet-verdict.js';
import { Prometheus } from './prometheus.js';
import { alphaOf, requireDuration, requireShare, requireWindow } from './quantity.js';

/** The options of every command that asks a Prometheus. */
export const FLEET_OPTIONS: readonly Option[] = [
  { name: 'prometheus', value: 'URL', meaning: 'the server to ask; user:password@ in it is sent as such' },
  {
    name: 'header',
    value: "'Name: value'",
    isMany: true,
    meaning: 'sent along, to authorize; may be said again',
  },
  { name: 'timeout', value: 'TIME', default: '30s', meaning: 'how long an answer may take' },
  { name: 'window', value: 'TIME', default: '14d', meaning: 'how far back runs count' },
  { name: 'selector', value: 'MATCHERS', meaning: 'only series that match, such as env="production"' },
  { name: 'target', value: 'SHARE', default: '0.001', meaning: 'fewer runs than this share may fail' },
  {
    name: 'confidence',
    value: 'SHARE',
    default: '0.95',
    meaning: 'how sure to be of it, over all looks together',
  },
  { name: 'dwell', value: 'TIME', default: '24h', meaning: 'on trial for at least this long' },
  {
    name: 'at-rate',
    value: 'RATE',
    default: '0',
    meaning: 'ready only where every process has reached this rate',
  },
];

/** @throws UsageError where there is none, or its address is none */
export function prometheusOf(given: Given): Prometheus {
  const url = given.text('prometheus');
  if (url === undefined)
    throw new UsageError('--prometheus is missing: give the address of the server to ask');
  const timeoutMs = requireDuration('timeout', given.text('timeout') ?? '');
  return new Prometheus({ url, headers: given.all('header'), timeoutMs });
}

/** @throws UsageError for what cannot be meant */
export function questionOf(given: Given): FleetQuestion {
  const window = given.text('window') ?? '';
  return {
    window: { text: window, ms: requireWindow(window) },
    selector: given.text('selector') ?? '',
    goal: {
      target: requireShare('target', given.text('target') ?? ''),
      alpha: alphaOf(requireShare('confidence', given.text('confidence') ?? '')),
      dwellMs: requireDuration('dwell', given.text('dwell') ?? ''),
    },
    atRate: rateOf(given.text('at-rate') ?? ''),
  };
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (text.trim() !== '' && rate >= 0 && rate <= 1) return rate;
  throw new UsageError(`--at-rate ${text}: give a rate from 0 to 1`);
}
