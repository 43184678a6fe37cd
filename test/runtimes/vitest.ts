// What the tests of the promises import as `vitest` where Vitest itself does not run: Bun, Deno, a browser. The
// expectations are Vitest's own.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import * as chai from 'chai';

type Body = (...args: any[]) => unknown;

interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly hooks: Record<'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll', Body[]>;
  readonly steps: (Suite | Test)[];
}

interface Test {
  readonly name: string;
  readonly body: Body;
}

/** What came of one test. */
export interface Result {
  readonly name: string;
  /** Absent when it passed. */
  readonly error?: string;
  /** What the runtime does not have and the test is about. */
  readonly lacks?: string;
}

/** Thrown by a stand-in for what a runtime does not have. */
export class Lack extends Error {}

let lacked: string | undefined;

/** Said by a stand-in in which to throw would be contained, as all that a callback throws. */
export function lack(what: string): void {
  lacked = what;
}

const TEST_LIMIT_MS = 60_000;

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect: any = (value: unknown, message?: string) => chai.expect(value, message);
Object.assign(expect, chai.expect, (globalThis as any)[ASYMMETRIC_MATCHERS_OBJECT], {
  getState: () => getState(expect),
});
(globalThis as any)[GLOBAL_EXPECT] = expect;
setState({ assertionCalls: 0, isExpectingAssertions: false } as never, expect);

let current = suite('', undefined);

export function describe(name: string, body: Body): void {
  const own = suite(name, current);
  current.steps.push(own);
  current = own;
  body();
  current = own.parent as Suite;
}

export function it(name: string, body: Body): void {
  current.steps.push({ name, body });
}

describe.each = each(describe);
it.each = each(it);

export const beforeAll = (hook: Body) => void current.hooks.beforeAll.push(hook);
export const beforeEach = (hook: Body) => void current.hooks.beforeEach.push(hook);
export const afterEach = (hook: Body) => void current.hooks.afterEach.push(hook);
export const afterAll = (hook: Body) => void current.hooks.afterAll.push(hook);

/** Loads a file of tests and runs them, one after another. */
export async function runFile(name: string, load: () => Promise<unknown>): Promise<Result[]> {
  current = suite(name, undefined);
  await load();
  return await runSuite(current, name, []);
}

async function runSuite(own: Suite, path: string, outer: readonly Suite[]): Promise<Result[]> {
  const results: Result[] = [];
  const suites = [...outer, own];
  for (const hook of own.hooks.beforeAll) await hook();
  for (const step of own.steps) {
    const name = `${path} > ${step.name}`;
    if ('steps' in step) results.push(...(await runSuite(step, name, suites)));
    else results.push(await runTest(name, step, suites));
  }
  for (const hook of own.hooks.afterAll) await hook();
  return results;
}

async function runTest(name: string, { body }: Test, suites: readonly Suite[]): Promise<Result> {
  lacked = undefined;
  try {
    for (const { hooks } of suites) for (const hook of hooks.beforeEach) await hook();
    await Promise.race([body(), limit()]);
    return lacked === undefined ? { name } : { name, lacks: lacked };
  } catch (error) {
    if (lacked !== undefined) return { name, lacks: lacked };
    if (error instanceof Lack) return { name, lacks: error.message };
    return { name, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) };
  } finally {
    for (const { hooks } of [...suites].reverse()) for (const hook of hooks.afterEach) await hook();
  }
}

function limit(): Promise<never> {
  return new Promise((_, reject) => {
    const timer: any = setTimeout(
      () => reject(new Error(`not done after ${TEST_LIMIT_MS} ms`)),
      TEST_LIMIT_MS,
    );
    timer.unref?.();
  });
}

function suite(name: string, parent: Suite | undefined): Suite {
  return { name, parent, hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] }, steps: [] };
}

/** `it.each(rows)('%s is %d', …)`: a row is a list of arguments, or the only one. */
function each(define: (name: string, body: Body) => void) {
  return (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rows) {
      const args = Array.isArray(row) ? row : [row];
      let next = 0;
      define(
        name.replace(/%[sdi]/g, () => String(args[next++])),
        () => body(...args),
      );
    }
  };
}
