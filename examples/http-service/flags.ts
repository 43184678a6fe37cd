import { InMemoryProvider, OpenFeature } from '@openfeature/server-sdk';
import type { ControlSource } from 'labcoat';
import { openFeature } from 'labcoat/openfeature';
import { EXPERIMENT } from './service.js';

export interface Flags {
  readonly source: ControlSource;
  /** What an operator does in the flag service: the share of calls on trial. */
  setRate(rate: 'off' | 'some' | 'all'): Promise<void>;
  stop(): Promise<void>;
}

/** A feature-flag service with one flag, named like the experiment. In memory; yours is one of OpenFeature's providers. */
export async function startFlags(): Promise<Flags> {
  const provider = new InMemoryProvider(flag('some'));
  await OpenFeature.setProviderAndWait(provider);
  return {
    source: openFeature(OpenFeature.getClient()),
    setRate: async (rate) => await provider.putConfiguration(flag(rate)),
    stop: async () => await OpenFeature.close(),
  };
}

function flag(defaultVariant: 'off' | 'some' | 'all') {
  return { [EXPERIMENT]: { variants: { off: 0, some: 0.2, all: 1 }, defaultVariant, disabled: false } };
}
