import { printable } from '../publish/console-text.js';
import { SCOPE } from '../publish/opentelemetry/names.js';
import { readArguments } from './arguments.js';
import type { Command, Screen } from './command.js';
import { dashboard } from './dashboard.js';
import { UsageError } from './error.js';
import { commandHelp, help } from './help.js';
import { report } from './report.js';
import { rules } from './rules.js';
import { stale } from './stale.js';
import { verdict } from './verdict.js';

/** What a run of the program comes to. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const COMMANDS: readonly Command[] = [report, verdict, stale, dashboard, rules];
const USAGE_ERROR = 3;

/** The whole program, but for writing down what came of it. */
export async function run(args: readonly string[], screen: Screen): Promise<Outcome> {
  try {
    return await dispatch(args, screen);
  } catch (error) {
    // A defect of ours has a stack to be reported with; what the user can change has not.
    const text =
      error instanceof UsageError ? `labcoat: ${printable(error.message)}` : String((error as Error).stack);
    return { stdout: '', stderr: `${text}\n`, exitCode: USAGE_ERROR };
  }
}

async function dispatch([name, ...rest]: readonly string[], screen: Screen): Promise<Outcome> {
  if (name === undefined) return { stdout: '', stderr: help(COMMANDS), exitCode: USAGE_ERROR };
  if (name === '--help' || name === '-h' || name === 'help') return succeed(help(COMMANDS));
  if (name === '--version') return succeed(`${SCOPE.version}\n`);
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    const names = COMMANDS.map((each) => each.name).join(', ');
    throw new UsageError(`there is no command '${name}'; there are ${names}, and --help`);
  }
  const given = readArguments(name, rest, command.options);
  if (given.is('help')) return succeed(commandHelp(command));
  const { text, json, exitCode } = await command.run(given, screen);
  const answer = given.is('json') ? JSON.stringify(json, undefined, 2) : text;
  return { stdout: answer === '' ? '' : `${answer}\n`, stderr: '', exitCode };
}

function succeed(stdout: string): Outcome {
  return { stdout, stderr: '', exitCode: 0 };
}
