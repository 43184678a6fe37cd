#!/usr/bin/env node
import { run } from './run.js';

const { stdout, stderr, exitCode } = await run(process.argv.slice(2), {
  hasColour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  width: process.stdout.columns ?? 100,
});
// Whoever reads it may have read enough: labcoat report | head.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.stdout.write(stdout);
process.stderr.write(stderr);
// Not process.exit(): what was written may still be on its way through a pipe.
process.exitCode = exitCode;
