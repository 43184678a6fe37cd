import type { Given, Option } from './arguments.js';

/** What a command answers. */
export interface Answer {
  /** What a person reads. */
  readonly text: string;
  /** The same for a program, with `--json`. */
  readonly json: unknown;
  /** 0 ready, or nothing to tell; 1 not ready, or something to tell; 2 undecided or noisy. */
  readonly exitCode: number;
}

/** One word after `labcoat`. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly form: string;
  /** What it does, to be read after its name. */
  readonly does: string;
  readonly options: readonly Option[];
  /** What else to know, in sentences. */
  readonly more?: string;
  /** @throws UsageError for what the user has to change */
  run(given: Given, screen: Screen): Answer | Promise<Answer>;
}

/** Where the answer is read. */
export interface Screen {
  readonly hasColour: boolean;
  /** In characters. */
  readonly width: number;
}
