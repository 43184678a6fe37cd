import { type Laboratory, type LaboratoryOptions, laboratory } from 'labcoat';

/** How a candidate lives: whether its next trial fails, and for how many trials at the most. */
export interface Life {
  readonly fails: () => boolean;
  readonly most: number;
}

/**
 * Guardrails as they are by default, but for those that look at the real process: a simulation keeps it busy on purpose.
 */
const CALM = {
  maxBlockMs: Number.POSITIVE_INFINITY,
  maxBusy: Number.POSITIVE_INFINITY,
  shedAbove: Number.POSITIVE_INFINITY,
};

/** Time stands still, so that no candidate is ever slow or late. */
const STILL: LaboratoryOptions = {
  publishers: [],
  now: () => 0,
  timers: { setTimeout: () => 0, clearTimeout: () => {}, setImmediate: (call) => setImmediate(call) },
};

const FAILURE = new Error('simulated');

/** The trials it took to stop a sync candidate, or Infinity where it was not stopped. */
export async function trialsOf({ fails, most }: Life): Promise<number> {
  // Between two lives the event loop turns: what a laboratory still has to publish holds on to it until then.
  await nextTurn();
  const lab = laboratory(STILL);
  const hasTripped = watch(lab);
  const run = lab
    .experiment('e', { guardrails: CALM })
    .use(() => 1)
    .try(() => {
      if (fails()) throw FAILURE;
      return 1;
    })
    .wrap();
  for (let trial = 1; trial <= most; trial++) {
    run();
    if (hasTripped()) return trial;
  }
  return Number.POSITIVE_INFINITY;
}

/** The same with so many async trials in flight at once, of which those that fail come to an end first. */
export async function trialsInFlightOf({ fails, most }: Life, inFlight: number): Promise<number> {
  const lab = laboratory(STILL);
  const hasTripped = watch(lab);
  const failing: (() => void)[] = [];
  const passing: (() => void)[] = [];
  const run = lab
    .experiment('e', { guardrails: CALM, maxInFlight: inFlight })
    .use((): number | Promise<number> => 1)
    .try(
      () =>
        new Promise((resolve, reject) => {
          if (fails()) failing.push(() => reject(FAILURE));
          else passing.push(() => resolve(1));
        }),
    )
    .wrap();
  for (let trial = inFlight; trial <= most; trial += inFlight) {
    for (let call = 0; call < inFlight; call++) run();
    for (const batch of [failing, passing]) {
      for (const end of batch.splice(0)) end();
      await nextTurn();
      if (hasTripped()) return trial;
    }
  }
  return Number.POSITIVE_INFINITY;
}

function watch(lab: Laboratory): () => boolean {
  let hasTripped = false;
  lab.on('tripped', () => {
    hasTripped = true;
  });
  return () => hasTripped;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
