import type { Context } from './service.js';

/** A kind of order that the legacy prices wrongly in a way of its own. */
export interface Cause {
  readonly orders: string;
  readonly legacy: string;
  readonly covers: (order: Context) => boolean;
}

const OTHERS: Cause = {
  orders: 'all others',
  legacy: 'loses half a cent of tax to toFixed',
  covers: () => true,
};

/** Found by looking at the mismatches of the first replay. */
const CAUSES: readonly Cause[] = [
  {
    orders: 'KWD',
    legacy: 'rounds to 2 decimals, a dinar has 3',
    covers: ({ currency }) => currency === 'KWD',
  },
  {
    orders: 'percent coupon',
    legacy: 'rounds the piece, then multiplies',
    covers: ({ coupon }) => coupon === 'percent',
  },
  {
    orders: 'fixed coupon',
    legacy: 'counts cents in floats, one too many',
    covers: ({ coupon }) => coupon === 'fixed',
  },
];

export function causeOf(order: Context): Cause {
  return CAUSES.find(({ covers }) => covers(order)) ?? OTHERS;
}
