import { createNoopMeter, type MeterProvider, metrics } from '@opentelemetry/api';
import { SCOPE } from './names.js';
import { type Registry, registryOf } from './registry.js';

const DELAYS_MS = [0, 10, 100, 1_000, 10_000, 60_000];

const awaited = new WeakSet<Registry>();

/** Whether this is what the API answers while no SDK is registered. */
export function isStandIn(provider: MeterProvider): boolean {
  return provider.getMeter(SCOPE.name, SCOPE.version) === createNoopMeter();
}

/**
 * Looks a few times within about a minute whether an SDK has been registered, and hands everything over to it. The API
 * tells nobody; and a call would notice, but only after it was counted: where an experiment is defined before the SDK
 * starts, and is first scraped before it is called, its series would be born at 1 and not at 0.
 */
export function awaitSdk(standIn: Registry): void {
  if (awaited.has(standIn)) return;
  awaited.add(standIn);
  lookLater(standIn, 0);
}

function lookLater(standIn: Registry, attempt: number): void {
  try {
    letGo(setTimeout(() => look(standIn, attempt), DELAYS_MS[attempt]));
  } catch {
    // A runtime without timers outside of a request: the next call notices.
    awaited.delete(standIn);
  }
}

function look(standIn: Registry, attempt: number): void {
  try {
    const registry = registryOf(metrics.getMeterProvider());
    if (registry === standIn && attempt + 1 < DELAYS_MS.length) {
      lookLater(standIn, attempt + 1);
    } else {
      awaited.delete(standIn);
      standIn.moveTo(registry);
    }
  } catch {
    // A provider that fails: whoever publishes next is told.
    awaited.delete(standIn);
  }
}

// A process must not live on for this.
function letGo(timer: unknown): void {
  const { Deno } = globalThis as { Deno?: { unrefTimer?(timer: number): void } };
  if (typeof timer === 'number') Deno?.unrefTimer?.(timer);
  else (timer as { unref?(): void } | null)?.unref?.();
}
