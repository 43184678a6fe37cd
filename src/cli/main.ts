#!/usr/bin/env node
import { isColourful } from '../present/terminal/colour.js';
import { run } from './run.js';

const { stdout, stderr, exitCode } = await run(process.argv.slice(2), {
  hasColour: isColourful(),
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
