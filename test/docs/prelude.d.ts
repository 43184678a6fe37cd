// What the blocks in README and docs take for granted: a shop, and the names that an earlier block has imported.
import type * as labcoat from '../../src/index.js';

declare global {
  const experiment: typeof labcoat.experiment;
  const report: typeof labcoat.report;
  const configure: typeof labcoat.configure;
  const laboratory: typeof labcoat.laboratory;
  type Observation = labcoat.Observation;

  interface Cart {
    country: string;
    net: number;
  }
  interface Quote {
    total: number;
  }
  interface Order {
    id: string;
  }
  interface Card {
    number: string;
  }
  const cart: Cart;
  const user: { id: string };
  function legacyQuote(cart: Cart): Quote;
  function newQuote(cart: Cart): Quote;
  interface Invoice {
    total: number;
    generatedAt: number;
    lines: { id: string; sku: string }[];
  }
  function legacyInvoice(order: Order): Invoice;
  interface Reader {
    id: string;
    isStaff: boolean;
  }
  function readFeed(reader: Reader): string[];
  function readFeedAnew(reader: Reader): string[];
  function quoteOnTrial(cart: Cart): Quote;
  const legacyTotal: () => number;
  const newTotal: () => number;
  function coOccurrence(user: object): string[];
  function nearestNeighbours(user: object): Promise<string[]>;
  function applyInPlace(order: Order): Order;
  function applyInPlaceToo(order: Order): Order;
  const mailer: { send(order: Order): Promise<void> };
  const bank: { charge(card: Card): Promise<void> };
  function waitUntil(work: Promise<unknown>): void;
  function expect(value: unknown): { toBe(other: unknown): void; toEqual(other: unknown): void };
}
