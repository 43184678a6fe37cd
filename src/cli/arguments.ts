import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './error.js';

/** What follows the name of a command. */
export interface Given {
  readonly files: readonly string[];
  /** The last one said, or its default. */
  text(option: string): string | undefined;
  all(option: string): readonly string[];
  is(option: string): boolean;
}

/** An option of a command: `isMany` may be said more than once, one without `value` is on when it is said. */
export interface Option {
  readonly name: string;
  /** What to put in its place. */
  readonly value?: string;
  readonly isMany?: boolean;
  readonly default?: string;
  readonly meaning: string;
}

export const EVERYWHERE: readonly Option[] = [
  { name: 'json', meaning: 'answer as JSON, for programs' },
  { name: 'help', meaning: 'say how it is used' },
];

/** @throws UsageError for an option that the command does not have, or one without its value */
export function readArguments(command: string, args: readonly string[], options: readonly Option[]): Given {
  const config = Object.fromEntries(
    [...options, ...EVERYWHERE].map((option) => [option.name, formOf(option)]),
  );
  const { values, positionals } = parsed(command, {
    args: [...args],
    options: config,
    allowPositionals: true,
  });
  const said = (option: string) =>
    (values as Record<string, string | boolean | string[] | undefined>)[option];
  return {
    files: positionals,
    text: (option) => said(option) as string | undefined,
    all: (option) => (said(option) ?? []) as string[],
    is: (option) => said(option) === true,
  };
}

function formOf({ value, isMany = false, default: usual }: Option) {
  const type = value === undefined ? 'boolean' : 'string';
  return { type, multiple: isMany, ...(usual !== undefined && { default: usual }) } as const;
}

function parsed(command: string, config: ParseArgsConfig) {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's own sentence says which option it is; what follows it is about values that begin with a dash.
    const [sentence] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${sentence}; labcoat ${command} --help says what there is`);
  }
}
