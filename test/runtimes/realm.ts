import { createRequire } from 'node:module';

/**
 * `node:vm` for the tests on the command line. By its own name it is this file in their bundle. Collecting garbage is a
 * global in some runtimes, which another realm does not have.
 */
export function runInNewContext(code: string): unknown {
  const { gc } = globalThis as { gc?: () => void };
  if (code === 'gc' && gc !== undefined) return gc;
  return createRequire(import.meta.url)('node:vm').runInNewContext(code);
}
