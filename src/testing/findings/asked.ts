import { EVENT, METRIC } from '../../publish/opentelemetry/names.js';
import { NO_FAULTS } from '../../publish/opentelemetry/points.js';
import { OUTCOMES, SKIP_REASONS } from '../../record/tally.js';
import { refuse, requireOptions } from '../../refuse.js';

// What is asked for by a word that means nothing has never happened, so that `not` would hold for good.

/** The words that can be asked for. */
const ASKED = {
  outcome: OUTCOMES,
  reason: SKIP_REASONS,
  stage: Object.keys(NO_FAULTS),
  guardrail: ['errors', 'againstControl', 'mismatches', 'slower', 'slo', 'stuck', 'maxBlockMs'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export function requireWord(call: string, what: keyof typeof ASKED, word: unknown): void {
  const words: readonly unknown[] = ASKED[what];
  if (!words.includes(word)) refuse(`${call}: ${what} `, word, `give one of ${words.join(', ')}`);
}

/** Refuses what is no name. That nobody has called it yet is another matter. */
export function requireAskedName(call: string, name: unknown, what = 'the name of an experiment'): void {
  if (typeof name !== 'string' || name === '') refuse(call, name, `give ${what}`);
}

/** The names of all events and metrics; those of spans are made of experiments' names. */
const PUBLISHED: readonly string[] = [
  ...Object.values(EVENT),
  ...Object.values(METRIC).map((metric) => metric.name),
];

/** Refuses the name of an event or a metric that there is none of. */
export function requirePublishedName(call: string, name: string): void {
  requireAskedName(call, name, 'the name of an event, a span or a metric');
  if (!name.startsWith('labcoat.') || PUBLISHED.includes(name)) return;
  refuse(call, name, `is never published; give one of ${PUBLISHED.join(', ')}`);
}

/** Refuses what does not begin at the root, where a difference is never told of. */
export function requirePath(call: string, path: unknown): void {
  if (typeof path !== 'string' || !path.startsWith('$')) refuse(call, path, "give a path such as '$.total'");
}

/** Refuses options that mean nothing, and a number of times that cannot be. */
export function requireAskedOptions(call: string, options: object, names: readonly string[]): void {
  requireOptions(call, options, names);
  const { times } = options as { readonly times?: unknown };
  if (times !== undefined && !(Number.isSafeInteger(times) && (times as number) >= 0))
    refuse(`${call}: times `, times, 'give a whole number from 0');
}
