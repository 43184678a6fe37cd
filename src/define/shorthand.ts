import type { ExperimentOptions, Note, Opening, Report } from '../types/index.js';
import { defaultLaboratory } from './default.js';

/**
 * Begins an experiment in the default laboratory.
 *
 * @param name what its counts and stops are kept by: 1 to 100 characters, not blank, without control characters
 * @throws TypeError for a name or options that cannot be meant
 * @example
 * const quote = experiment('pricing.quote').use(legacyQuote).try(newQuote).sample(0.05).wrap();
 */
export function experiment(name: string, options?: ExperimentOptions): Opening {
  return defaultLaboratory().experiment(name, options);
}

/** Stops an experiment of the default laboratory, or `'*'` for all, from the very next call on. */
export function kill(name: string, note?: Note): void {
  defaultLaboratory().kill(name, note);
}

/** Undoes `kill`. An experiment killed by its name stays killed when `'*'` is revived. */
export function revive(name: string, note?: Note): void {
  defaultLaboratory().revive(name, note);
}

/** What is known about an experiment of the default laboratory. */
export function report(name: string): Report {
  return defaultLaboratory().report(name);
}

/**
 * Resolves when nothing is in flight in the default laboratory and everything is published. Never rejects.
 *
 * @param options `timeoutMs`: at most this long, in milliseconds. Default 30_000
 */
export function drain(options?: { readonly timeoutMs?: number }): Promise<void> {
  return defaultLaboratory().drain(options);
}
