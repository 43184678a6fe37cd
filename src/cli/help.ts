import { EVERYWHERE, type Option } from './arguments.js';
import type { Command } from './command.js';

/** What there is. */
export function help(commands: readonly Command[]): string {
  return [
    'labcoat: what experiments have found, for terminals and pipelines',
    '',
    ...commands.map((each) => `  labcoat ${each.name.padEnd(10)} ${each.does}`),
    '',
    'labcoat COMMAND --help says more. Every command answers as JSON with --json.',
    'Exit codes: 0 ready or nothing to tell, 1 not ready or something to tell, 2 too early to say, 3 an error.',
    '',
  ].join('\n');
}

/** All there is to know of one command. */
export function commandHelp({ name, form, does, options, more }: Command): string {
  const all = [...options, ...EVERYWHERE];
  const width = Math.max(...all.map((option) => signature(option).length));
  return [
    `labcoat ${name} ${form}`.trimEnd(),
    '',
    `${does.charAt(0).toUpperCase()}${does.slice(1)}.`,
    '',
    ...all.map((option) => `  ${signature(option).padEnd(width)}  ${meaningOf(option)}`),
    '',
    ...(more === undefined ? [] : [more, '']),
  ].join('\n');
}

function signature({ name, value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function meaningOf({ meaning, default: usual }: Option): string {
  return usual === undefined ? meaning : `${meaning} (${usual})`;
}
