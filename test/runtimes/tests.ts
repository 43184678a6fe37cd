import { laboratory, onTrial } from '../../src/index.js';
import { AUDIENCES } from '../harness.js';
import { type Result, runFile } from './vitest.js';

/** What a runtime said about itself, and what came of the tests in it. */
export interface Outcome {
  /** What labcoat told of what the runtime lacks. */
  readonly told: readonly string[];
  /** Whether `onTrial()` answers after an `await`. */
  readonly isFollowed: boolean;
  readonly results: readonly Result[];
}

/** Runs files of tests, each given by its name and how it is loaded, and answers what came of it. */
export async function runTests(files: Readonly<Record<string, () => Promise<unknown>>>): Promise<Outcome> {
  const { told, isFollowed } = await firstTrial();
  const results: Result[] = [];
  for (const [name, load] of Object.entries(files)) results.push(...(await runFile(name, load)));
  return { told, isFollowed, results: isFollowed ? results : results.map(withoutAsyncContext) };
}

/** Tests that cannot pass where nothing follows an `await`, and construct no AsyncLocalStorage of their own. */
const NEED_ASYNC_CONTEXT = AUDIENCES.map(
  ([audience]) =>
    `knows that it is on trial, across awaits and timers, and nobody else does, where it is ${audience}`,
);

function withoutAsyncContext(result: Result): Result {
  const { name, error } = result;
  if (!NEED_ASYNC_CONTEXT.some((need) => name.endsWith(need))) return result;
  return error === undefined
    ? { name, error: 'passes, and should not' }
    : { name, lacks: 'AsyncLocalStorage' };
}

/** The first experiment in a process is told what the runtime lacks. */
async function firstTrial(): Promise<Pick<Outcome, 'told' | 'isFollowed'>> {
  const told: string[] = [];
  let isFollowed = false;
  const lab = laboratory({
    publishers: [],
    onFault: ({ error }) => void told.push((error as Error).message),
  });
  const run = lab
    .experiment('first')
    .use(async () => 1)
    .try(async () => {
      await undefined;
      isFollowed = onTrial() !== undefined;
      return 1;
    })
    .wrap();
  await run();
  await lab.drain();
  return { told, isFollowed };
}
