import { experiment } from 'labcoat';

// The application. It knows nothing of tests, and its experiment is there before any of them begins.

export interface Line {
  readonly sku: string;
  readonly cents: number;
  readonly quantity: number;
}

export interface Quote {
  readonly net: number;
  readonly tax: number;
}

/** The legacy: rounds the tax of the sum. */
export function legacyQuote(lines: readonly Line[]): Quote {
  const net = lines.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0);
  return { net, tax: Math.round(net * 0.15) };
}

/** Its replacement, with a bug: it rounds the tax of each line. */
export function newQuote(lines: readonly Line[]): Quote {
  const totals = lines.map(({ cents, quantity }) => cents * quantity);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return { net: sum(totals), tax: sum(totals.map((total) => Math.round(total * 0.15))) };
}

export const quote = experiment('shop.quote').use(legacyQuote).try(newQuote).sample(0.01).wrap();

/** The two sides agree on this cart, for no tax of it is rounded. */
export const EVEN: readonly Line[] = [{ sku: 'book', cents: 2_000, quantity: 1 }];

/** And on this one they do not: 0.15 * 110 is 16.5, twice. */
export const ODD: readonly Line[] = [
  { sku: 'pen', cents: 110, quantity: 1 },
  { sku: 'ink', cents: 110, quantity: 1 },
];
