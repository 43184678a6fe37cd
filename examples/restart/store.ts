import type { Laboratory, LaboratoryState } from 'labcoat';

/** As much as is needed of the store that a service has anyway: Redis, a table, a bucket. */
export interface Store {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
}

const KEY = 'labcoat';

/** Goes on from what the store says, if it says anything. */
export async function restoreFromStore(lab: Laboratory, store: Store): Promise<void> {
  const saved = await store.get(KEY);
  if (saved !== null) lab.restore(JSON.parse(saved) as LaboratoryState);
}

/** Saves now and then, for a process may end without a word; answers what saves for the last time. */
export function saveToStore(lab: Laboratory, store: Store, everyMs = 60_000): () => Promise<void> {
  const save = async () => void (await store.set(KEY, JSON.stringify(lab.save())));
  const timer = setInterval(() => void save().catch((error) => console.warn(error)), everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return save();
  };
}
