export interface Parcel {
  readonly country: string;
  readonly grams: number;
}

export interface Shipping {
  readonly cents: number;
  readonly days: number;
}

/** The legacy: a staircase of ifs that has grown for years. */
export function legacyShipping({ country, grams }: Parcel): Shipping {
  let cents = country === 'DE' ? 490 : 1490;
  if (grams > 2_000) cents += country === 'DE' ? 210 : 620;
  if (grams > 10_000) cents += country === 'DE' ? 900 : 2100;
  return { cents, days: country === 'DE' ? 2 : 5 };
}

interface Zone {
  readonly base: number;
  readonly days: number;
  readonly steps: readonly (readonly [aboveGrams: number, cents: number])[];
}

const HOME: Zone = {
  base: 490,
  days: 2,
  steps: [
    [2_000, 210],
    [10_000, 900],
  ],
};
const ABROAD: Zone = {
  base: 1490,
  days: 5,
  steps: [
    [2_000, 620],
    [10_000, 2100],
  ],
};
const ZONES: Readonly<Record<string, Zone>> = { DE: HOME, AT: ABROAD, FR: ABROAD, IT: ABROAD };

/** The replacement: a table. Nobody has thought of Switzerland. */
export function newShipping({ country, grams }: Parcel): Shipping {
  const zone = ZONES[country];
  if (zone === undefined) throw new RangeError(`no zone for ${country}`);
  return priced(zone, grams);
}

/** The replacement, repaired. */
export function repairedShipping({ country, grams }: Parcel): Shipping {
  return priced(ZONES[country] ?? ABROAD, grams);
}

function priced({ base, days, steps }: Zone, grams: number): Shipping {
  const surcharges = steps.filter(([above]) => grams > above).map(([, cents]) => cents);
  return { cents: surcharges.reduce((sum, cents) => sum + cents, base), days };
}
