/** A function that returns a number: nothing in it to hide behind. */
export const double = (n: number) => n * 2;
export const twice = (n: number) => n + n;

export const doubleLater = async (n: number) => n * 2;
export const twiceLater = async (n: number) => n + n;

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly net: number;
  readonly discount: number;
  readonly taxRate: number;
  readonly tax: number;
  readonly gross: number;
  readonly currency: string;
  readonly isGift: boolean;
}

export interface Quote {
  readonly id: string;
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly total: number;
}

const LINES = 30;

/** A pricing quote of 30 lines with ten fields each. */
export function price(seed: number): Quote {
  const lines: Line[] = [];
  let total = 0;
  for (let index = 0; index < LINES; index++) {
    const quantity = 1 + ((seed + index) & 7);
    const unitPrice = 100 + ((seed * 31 + index * 17) & 1023);
    const net = quantity * unitPrice;
    const tax = net * 0.19;
    total += net + tax;
    lines.push({
      sku: SKUS[index] as string,
      quantity,
      unitPrice,
      net,
      discount: 0,
      taxRate: 0.19,
      tax,
      gross: net + tax,
      currency: 'EUR',
      isGift: false,
    });
  }
  return { id: 'q-1', currency: 'EUR', lines, total };
}

/** The same by another function, so that no engine can see that it is the same. */
export function priceAnew(seed: number): Quote {
  const lines = SKUS.map((sku, index) => {
    const quantity = 1 + ((seed + index) & 7);
    const unitPrice = 100 + ((seed * 31 + index * 17) & 1023);
    const net = quantity * unitPrice;
    const tax = net * 0.19;
    return {
      sku,
      quantity,
      unitPrice,
      net,
      discount: 0,
      taxRate: 0.19,
      tax,
      gross: net + tax,
      currency: 'EUR',
      isGift: false,
    };
  });
  let total = 0;
  for (const line of lines) total += line.net + line.tax;
  return { id: 'q-1', currency: 'EUR', lines, total };
}

export const priceLater = async (seed: number) => price(seed);
export const priceAnewLater = async (seed: number) => priceAnew(seed);

const SKUS = Array.from({ length: LINES }, (_, index) => `sku-${index}`);
