import type { Laboratory } from 'labcoat';

/** What a service calls: a price, with a replacement that a ramp lets climb. */
export type Price = (net: number) => number;

export const EXPERIMENT = 'restart.price';

/** @param isBroken the candidate fails on every call */
export function priceOnTrial(lab: Laboratory, isBroken: boolean): Price {
  return lab
    .experiment(EXPERIMENT, { ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 } })
    .use((net) => Math.round(net * 119))
    .try((net) => {
      if (isBroken) throw new Error('no rate for this country');
      return Math.round(net * 100 * 1.19);
    })
    .wrap();
}
