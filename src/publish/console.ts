import { requireBoolean, requireFunction, requireOptions } from '../refuse.js';
import type { Change, Publisher } from '../types/publisher.js';
import type { JudgedObservation, Observation, Trial } from '../types/trial.js';
import { differenceLines } from './console-differences.js';
import { oneLine, type Paint, paint } from './console-text.js';
import { errorText, type Sight, valueText } from './console-value.js';

/** How `toConsole` prints. */
export interface ConsoleOptions {
  /** Writes a text of several lines, without the last line's end. @default console.error */
  readonly write?: ((text: string) => void) | undefined;
  /** Whether to colour. @default whether it writes to a terminal and NO_COLOR is not set */
  readonly colour?: boolean | undefined;
  /** Whether to print every trial, matches too. @default false */
  readonly verbose?: boolean | undefined;
}

interface Printing {
  readonly write: (text: string) => void;
  readonly paint: Paint;
  readonly isVerbose: boolean;
  readonly isTerminal: boolean;
}

/**
 * A publisher for development: prints what differed, and by how much. Strings are shown on a terminal, else only with
 * `capture: 'values'` or a `clean`; the first time that some are withheld it says so. What is printed is bounded and has
 * no control characters in it.
 *
 * @throws TypeError for options that cannot be meant
 */
export function toConsole(options: ConsoleOptions = {}): Publisher {
  checkOptions(options);
  const isTerminal = options.write === undefined && isStderrTerminal();
  const printing: Printing = {
    write: options.write ?? ((text) => console.error(text)),
    paint: paint(options.colour ?? (isTerminal && !hasNoColour())),
    isVerbose: options.verbose ?? false,
    isTerminal,
  };
  let isHinted = false;
  return {
    readsMatches: false,
    publish(trial) {
      for (const candidate of trial.candidates) {
        if (isQuiet(candidate) && !printing.isVerbose) continue;
        const lines = describe(trial, candidate, printing);
        const isHint = !isHinted && isWithheld(trial, candidate, lines, printing);
        isHinted ||= isHint;
        printing.write([...lines, ...(isHint ? [printing.paint.faint(HINT)] : [])].join('\n'));
      }
    },
    changed: (change) => printing.write(describeChange(change, printing)),
  };
}

function checkOptions(options: ConsoleOptions): void {
  requireOptions('toConsole', options, ['write', 'colour', 'verbose']);
  if (options.write !== undefined) requireFunction('toConsole: write ', options.write);
  for (const name of ['colour', 'verbose'] as const)
    if (options[name] !== undefined) requireBoolean(`toConsole: ${name} `, options[name]);
}

// A match, or a difference that somebody said is fine.
function isQuiet({ outcome }: JudgedObservation): boolean {
  return outcome === 'match' || outcome === 'ignored' || outcome === 'transient';
}

function describe(trial: Trial, candidate: JudgedObservation, { paint, isTerminal }: Printing): string[] {
  const sight = sightOf(trial, isTerminal);
  const outcome = isQuiet(candidate) ? paint.good(candidate.outcome) : paint.bad(candidate.outcome);
  const reason = candidate.reason === undefined || !sight.isFree ? '' : ` (${oneLine(candidate.reason)})`;
  const title = `${paint.strong(oneLine(trial.experiment))}: ${outcome} in ${oneLine(candidate.name)}${reason}`;
  const lines = [title, `  ${durations(trial, candidate)}`];
  if (isQuiet(candidate)) return lines;
  if (candidate.differences.length > 0) return [...lines, ...differenceLines(candidate, sight, paint)];
  return [...lines, ...bothSides(trial.control, candidate, sight)];
}

function sightOf({ capture, cleaned }: Trial, isTerminal: boolean): Sight {
  const isFree = isTerminal || capture === 'values';
  return { isFree, showsStrings: isFree || cleaned };
}

const HINT = "  (texts are withheld; experiment(name, { capture: 'values' }) shows them)";

/** Whether whoever reads the lines may wonder what is not in them. */
function isWithheld(
  trial: Trial,
  candidate: JudgedObservation,
  lines: readonly string[],
  { isTerminal }: Printing,
): boolean {
  const { isFree, showsStrings } = sightOf(trial, isTerminal);
  if (isFree || isQuiet(candidate)) return false;
  if (!showsStrings && lines.some((line) => line.includes('"[string]"'))) return true;
  return (
    candidate.reason !== undefined || [trial.control, candidate].some(({ status }) => status === 'threw')
  );
}

function durations({ control }: Trial, candidate: JudgedObservation): string {
  return `control ${milliseconds(control.durationMs)}, ${oneLine(candidate.name)} ${milliseconds(candidate.durationMs)}`;
}

function milliseconds(durationMs: number): string {
  return `${durationMs < 10 ? durationMs.toFixed(3) : durationMs.toFixed(1)} ms`;
}

// Without a list of differences the two are shown whole.
function bothSides(control: Observation, candidate: Observation, sight: Sight): string[] {
  return [control, candidate].map((observation) => {
    const name = `  ${oneLine(observation.name)}`;
    if (observation.status === 'timed-out') return `${name} was not done in time`;
    if (observation.status === 'threw') return `${name} threw ${errorText(observation.error, sight.isFree)}`;
    return `${name} returned ${valueText(observation.value, sight.showsStrings)}`;
  });
}

function describeChange({ experiment, event, by, reason }: Change, { paint }: Printing): string {
  const who = by === undefined ? '' : ` by ${oneLine(by)}`;
  const why = reason === undefined ? '' : `: ${oneLine(reason)}`;
  return `${paint.strong(oneLine(experiment))} ${event}${who}${why}`;
}

interface Process {
  readonly stderr?: { readonly isTTY?: boolean };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

function isStderrTerminal(): boolean {
  return process()?.stderr?.isTTY === true;
}

function hasNoColour(): boolean {
  return (process()?.env?.NO_COLOR ?? '') !== '';
}

// As a global and not imported: it is not there in a browser.
function process(): Process | undefined {
  return (globalThis as { readonly process?: Process }).process;
}
