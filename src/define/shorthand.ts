import type { ExperimentOptions, Note, Opening, Report } from '../types/index.js';
import { defaultLaboratory } from './default.js';
import * as methods from './methods.js';

/**
 * Begins an experiment in the default laboratory.
 *
 * @param name what its counts and stops are kept by: 1 to 100 characters, not blank, without control characters
 * @throws TypeError for a name or options that cannot be meant
 * @example
 * const quote = experiment('pricing.quote').use(legacyQuote).try(newQuote).sample(0.05).wrap();
 */
export function experiment(name: string, options?: ExperimentOptions): Opening {
  return defaultLaboratory().bench.experiment(name, options);
}

/** Stops an experiment of the default laboratory, or `'*'` for all, from the very next call on. */
export function kill(name: string, note?: Note): void {
  methods.kill(defaultLaboratory().bench, name, note);
}

/** Undoes `kill`. An experiment killed by its name stays killed when `'*'` is revived. */
export function revive(name: string, note?: Note): void {
  methods.revive(defaultLaboratory().bench, name, note);
}

/**
 * What is known about an experiment of the default laboratory; an unknown name has an empty report.
 *
 * @throws TypeError for what no experiment can be named
 */
export function report(name: string): Report {
  return methods.report(defaultLaboratory().bench, name);
}

/**
 * Resolves when nothing is in flight in the default laboratory and everything is published. Never rejects, and goes by
 * the laboratory's `timers`: where those never call back, it never resolves.
 *
 * @param options `timeoutMs`: at most this long, in milliseconds from 0, or `Infinity`. Default 30_000
 * @throws TypeError for what is no such time
 */
export function drain(options?: { readonly timeoutMs?: number | undefined }): Promise<void> {
  const { bench, standIns } = defaultLaboratory();
  // One in which time stands still has to let it pass.
  return standIns.at(-1)?.lab.drain(options) ?? methods.drain(bench, options);
}
