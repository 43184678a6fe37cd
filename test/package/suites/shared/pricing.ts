import { experiment } from 'labcoat';

interface Quote {
  readonly total: number;
  readonly lines: readonly { readonly price: number }[];
}

// Application code: it knows nothing of tests, and its experiments are there before any test begins.

const quoteOf = (price: number): Quote => ({ total: price, lines: [{ price }] });

export const quote = experiment('pricing.quote')
  .use(quoteOf)
  .try((net) => quoteOf(net > 100 ? net + 1 : net))
  .sample(0.05)
  .wrap();

export const refund = experiment('pricing.refund', { guardrails: { errors: { limit: 0.01 } } })
  .use((net: number) => -net)
  .try(() => {
    throw new RangeError('no refunds');
  })
  .wrap();

export const tax = experiment('pricing.tax')
  .use((net: number) => net * 0.15)
  .compare(() => {
    throw new Error('cannot compare');
  })
  .try((net) => net * 0.15)
  .wrap();

export const stock = experiment('pricing.stock')
  .use(async (id: string) => id.length)
  .try(() => new Promise<number>(() => {}))
  .wrap();
