import { complaints } from './compilers.js';
import { createConsumer, ROOT, run } from './consumer.js';
import { type Size, sizes } from './sizes.js';

// npm run check:package
const consumer = createConsumer({ isBuilt: true });
const problems: string[] = [];
try {
  lint('publint', [consumer.tarball, '--strict']);
  // Resolution as of Node 10 knows no `exports`, so it finds the main entry only: supported are node16 and later.
  lint('attw', [consumer.tarball, '--profile', 'node16']);
  for (const size of await sizes(consumer)) weigh(size);
  problems.push(...complaints(consumer, say));
} finally {
  consumer.remove();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function lint(tool: string, args: readonly string[]): void {
  try {
    run('npx', ['--no-install', tool, ...args], ROOT);
    say(`${tool}: nothing to complain of`);
  } catch (error) {
    problems.push((error as Error).message);
  }
}

function weigh({ what, minified, zipped, budget }: Size): void {
  const sides = `${minified} bytes minified, ${zipped} zipped, at most ${budget}`;
  say(`${what}: ${sides}`);
  if (zipped > budget) problems.push(`${what} is too big: ${sides}`);
}

function say(line: string): void {
  console.log(line);
}
