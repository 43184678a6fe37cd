import { isDeepStrictEqual } from 'node:util';
import { legacyShipping, type Parcel } from './shipping.js';

/** What the users saw. */
export interface Seen {
  readonly requests: number;
  /** Responses that were 200 and exactly what the legacy answers. */
  readonly right: number;
}

const CLIENTS = 8;
const COUNTRIES = ['DE', 'DE', 'DE', 'AT', 'FR', 'IT', 'CH'];

/** A load generator: users that ask for the cost of parcels, a few at a time, the same parcels every time. */
export async function load(url: string, requests: number): Promise<Seen> {
  let next = 0;
  let right = 0;
  const client = async () => {
    while (next < requests) if (await ask(url, parcel(next++))) right += 1;
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { requests, right };
}

function parcel(n: number): Parcel {
  return { country: COUNTRIES[n % COUNTRIES.length] ?? 'DE', grams: (n * 7_919) % 20_000 };
}

async function ask(url: string, parcel: Parcel): Promise<boolean> {
  const response = await fetch(`${url}/shipping`, { method: 'POST', body: JSON.stringify(parcel) });
  return response.status === 200 && isDeepStrictEqual(await response.json(), legacyShipping(parcel));
}
