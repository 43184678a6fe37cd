const API = Symbol.for('opentelemetry.js.api.1');
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');

interface Registered {
  readonly trace?: unknown;
  readonly metrics?: unknown;
  readonly logs?: unknown;
  readonly context?: unknown;
}

/**
 * Whether anything of an SDK has been registered. Looked up where all copies of the API keep it, because asking the API
 * for each of its parts would be most of what a trial costs.
 */
export function isAnythingRegistered(): boolean {
  const shared = globalThis as { [API]?: Registered; [LOGS_API]?: unknown };
  if (shared[LOGS_API] !== undefined) return true;
  const api = shared[API];
  if (api === undefined) return false;
  return (
    api.trace !== undefined ||
    api.metrics !== undefined ||
    api.logs !== undefined ||
    api.context !== undefined
  );
}
