import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Laboratory } from 'labcoat';
import { newQuote } from './candidate.js';
import { legacyQuote } from './legacy.js';
import { listen, stop } from './loopback.js';
import type { Coupon, Currency, Order, Quote } from './order.js';

export const EXPERIMENT = 'pricing.quote';

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The whole of labcoat's part: the legacy function, with its replacement on trial beside it. What it answers is what
 * the service serves, and that is always the legacy's.
 */
export function quoting(lab: Laboratory): (order: Order) => Quote {
  return lab
    .experiment(EXPERIMENT)
    .use(legacyQuote)
    .try(newQuote)
    .prepare((order) => [structuredClone(order)]) // the legacy writes its discounts into the order
    .context(about)
    .wrap();
}

/** What a trial tells of its order, to every publisher: enough to group by and to find it again, nothing personal. */
export type Context = {
  readonly order: string;
  readonly currency: Currency;
  readonly coupon: Coupon['kind'] | 'none';
};

function about({ id, currency, coupon }: Order): Context {
  return { order: id, currency, coupon: coupon?.kind ?? 'none' };
}

/** `POST /quote` on a free port of the loopback interface: an order goes in, its quote comes out. */
export async function startService(lab: Laboratory): Promise<Service> {
  const quote = quoting(lab);
  const server = createServer((request, response) => void answer(request, response, quote));
  const url = await listen(server);
  return { url: `${url}/quote`, stop: () => stop(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  quote: (order: Order) => Quote,
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/quote')
    return send(response, 404, { error: 'POST /quote' });
  try {
    send(response, 200, quote(JSON.parse(await text(request))));
  } catch (error) {
    send(response, 500, { error: String(error) });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
