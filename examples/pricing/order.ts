/** The currencies of the shop, with the number of decimals that each of them has (ISO 4217). */
export const DECIMALS = { EUR: 2, USD: 2, GBP: 2, CHF: 2, JPY: 0, KWD: 3 } as const;

export type Currency = keyof typeof DECIMALS;

export interface Line {
  sku: string;
  /** Without tax, in the currency's main unit. May be finer than its smallest coin: screws cost 0.0375. */
  unitPrice: number;
  /** Negative when goods come back. */
  quantity: number;
  /** In percent. */
  taxRate: number;
}

export type Coupon =
  | { kind: 'percent'; percent: number }
  | { kind: 'fixed'; amount: number }
  | { kind: 'buy-x-get-y'; sku: string; buy: number; free: number };

export interface Order {
  id: string;
  currency: Currency;
  lines: Line[];
  coupon?: Coupon;
}

export interface QuotedLine {
  sku: string;
  /** After the coupon, before tax. */
  net: number;
  tax: number;
  gross: number;
}

export interface Quote {
  order: string;
  currency: Currency;
  lines: QuotedLine[];
  /** Before the coupon and before tax. */
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
}
