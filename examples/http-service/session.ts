import { type Laboratory, laboratory, openTelemetry } from 'labcoat';
import { type Flags, startFlags } from './flags.js';
import { load, type Seen } from './load.js';
import { app, EXPERIMENT, type Service, start } from './service.js';
import { newShipping, type Parcel, repairedShipping, type Shipping } from './shipping.js';

export const TOKEN = 'only-for-this-session';

/** A deployed version of the service. */
export interface Deployment {
  readonly lab: Laboratory;
  readonly service: Service;
  readonly flags: Flags;
  stop(): Promise<void>;
}

export async function deploy(candidate: (parcel: Parcel) => Shipping, port?: number): Promise<Deployment> {
  const flags = await startFlags();
  const lab = laboratory({
    publishers: [openTelemetry()],
    controls: [flags.source],
    defaults: {
      goal: { dwellMs: 0 }, // a day where it matters
      // The users are simulated in this process and keep it busy. Yours are not, and the limits should stay.
      guardrails: { maxBusy: Number.POSITIVE_INFINITY, shedAbove: Number.POSITIVE_INFINITY },
    },
  });
  const service = await start(app(lab, candidate, TOKEN), port);
  const stop = async () => {
    await lab.drain(); // before the SDK is shut down
    await service.stop();
    await flags.stop();
  };
  return { lab, service, flags, stop };
}

/** What happened in one scene. */
export interface Scene {
  readonly title: string;
  readonly said: string;
  readonly seen: Seen;
  /** How many of the scene's calls were on trial. */
  readonly trials: number;
}

type Tell = (scene: Scene) => void;

/** The version with the bug: a flag sets the rate, somebody stops it by hand, and then it stops itself. */
export async function firstVersion(tell: Tell): Promise<Deployment> {
  const deployment = await deploy(newShipping);
  const { lab, service, flags } = deployment;
  await act(deployment, 140, 'A flag puts a fifth of the calls on trial', () => '', tell);

  await operate(service, 'kill', { by: 'ada', reason: 'incident 4711' });
  await act(deployment, 140, 'Stopped by hand', () => last(lab), tell);
  await operate(service, 'revive', { by: 'ada', reason: 'it was something else' });

  await flags.setRate('all');
  await act(
    deployment,
    700,
    'The flag says all calls, and it stops itself',
    () => lab.report(EXPERIMENT).why,
    tell,
  );
  return deployment;
}

/** The repaired version: on trial until there is evidence enough. */
export async function secondVersion(tell: Tell): Promise<Deployment> {
  const deployment = await deploy(repairedShipping);
  await deployment.flags.setRate('all');
  await load(deployment.service.url, 1); // the flag is asked for at the first call
  const why = () => deployment.lab.report(EXPERIMENT).why;
  await act(deployment, 1_000, 'Repaired and deployed: too early to say', why, tell);
  await act(deployment, 2_800, 'And later', why, tell);
  return deployment;
}

async function act(
  { lab, service }: Deployment,
  requests: number,
  title: string,
  said: () => string,
  tell: Tell,
): Promise<void> {
  const before = lab.report(EXPERIMENT).trials;
  const seen = await load(service.url, requests);
  await lab.drain();
  tell({ title, said: said(), seen, trials: lab.report(EXPERIMENT).trials - before });
}

async function operate(service: Service, what: 'kill' | 'revive', note: object): Promise<void> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  await fetch(`${service.url}/experiments/${what}`, { method: 'POST', headers, body: JSON.stringify(note) });
}

function last(lab: Laboratory): string {
  const { event, by, reason } = lab.report(EXPERIMENT).changes.at(-1) ?? {};
  return `${event} by ${by}: ${reason}`;
}
