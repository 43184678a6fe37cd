import type { Client, ProviderEvents } from '@openfeature/server-sdk';
import { refuse, requireFunction, requireOptions } from '../refuse.js';
import type { ControlSource } from '../types/index.js';
import { Desks } from './desks.js';
import { type FlagService, Flags } from './flags.js';

/** How experiments find their flags. */
export interface OpenFeatureOptions {
  /**
   * The key of an experiment's flag.
   * @default its name
   */
  readonly flag?: ((experiment: string) => string) | undefined;
  /**
   * What flags are targeted by: an OpenFeature evaluation context made of what the experiment's `context` answers.
   * @default all of it
   */
  readonly target?: ((context: Readonly<Record<string, unknown>>) => object) | undefined;
  /**
   * Flags are also evaluated anew when they are needed and so old, in milliseconds of real time: for providers that tell
   * of no changes. Above 0; `Infinity` leaves it to the provider's events.
   * @default 30_000
   */
  readonly refreshMs?: number | undefined;
}

/** As much of an event as is used. */
interface ProviderDetails {
  readonly message?: string;
  readonly providerName?: string;
}

// Their values are part of OpenFeature's specification. Not imported, so that nothing is loaded for them.
const REFRESH = ['PROVIDER_READY', 'PROVIDER_CONFIGURATION_CHANGED'] as const;
const DOWN = ['PROVIDER_ERROR', 'PROVIDER_STALE'] as const;

/**
 * A control source: experiments are stopped and their rates set by a feature-flag service. The flag named like the
 * experiment decides: a boolean that is `false` stops it, a number is its rate, and without a flag it runs as defined.
 * What the experiment's `context` answers is what flags are targeted by.
 *
 * No call waits for a flag. It is evaluated in the background: until the first answer for a context has come, its calls
 * are not on trial; then the last answer stands until another one comes. A provider that is down is told as a fault and
 * changes nothing.
 *
 * @throws TypeError for options that cannot be meant
 * @example
 * configure({ controls: [openFeature(OpenFeature.getClient())] });
 */
export function openFeature(client: Client, options: OpenFeatureOptions = {}): ControlSource {
  const service = resolve(client, options);
  const desks = new Desks();
  const flags = new Flags(service, desks);
  const follower = follow(client, desks, flags);
  return {
    name: 'OpenFeature',
    start(desk) {
      desks.add(desk);
      follower.begin();
    },
    direct: (experiment, context) => flags.of(experiment, context),
  };
}

/** Hears what the provider tells for as long as there is a laboratory to tell: a client is there as long as the process. */
function follow(client: Client, desks: Desks, flags: Flags): { begin(): void } {
  let isFollowing = false;
  const hear = (event: string, handle: (details: ProviderDetails | undefined) => void) => ({
    event: event as ProviderEvents,
    handle(details?: ProviderDetails) {
      const [first] = desks;
      if (first === undefined) end();
      else handle(details);
    },
  });
  const down = (event: string) =>
    hear(event, (details) => {
      const why = details?.message ?? 'no message';
      for (const desk of desks) desk.fault('*', new Error(`${event} of ${details?.providerName}: ${why}`));
    });
  const handlers = [...REFRESH.map((event) => hear(event, () => flags.refresh())), ...DOWN.map(down)];
  const end = () => {
    isFollowing = false;
    for (const { event, handle } of handlers) client.removeHandler(event, handle);
    flags.forget();
  };
  return {
    begin() {
      if (isFollowing) return;
      isFollowing = true;
      for (const { event, handle } of handlers) client.addHandler(event, handle);
    },
  };
}

function resolve(client: Client, options: OpenFeatureOptions): FlagService {
  if (typeof client?.addHandler !== 'function')
    refuse('openFeature', client, 'give a client, OpenFeature.getClient()');
  requireOptions('openFeature', options, ['flag', 'target', 'refreshMs']);
  const { flag = (experiment) => experiment, target = (context) => context, refreshMs = 30_000 } = options;
  for (const [name, value] of Object.entries({ flag, target }))
    requireFunction(`openFeature: ${name} `, value);
  if (typeof refreshMs !== 'number' || !(refreshMs > 0))
    refuse('openFeature: refreshMs ', refreshMs, 'give milliseconds above 0');
  return { client, flag, target, refreshMs };
}
