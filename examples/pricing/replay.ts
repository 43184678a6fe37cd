import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { legacyQuote } from './legacy.js';
import type { Order } from './order.js';

export interface Replay {
  /** Responses that were the legacy price. */
  readonly equal: number;
  /** What the others were, one sentence for each. */
  readonly wrong: readonly string[];
}

const AT_ONCE = 32;

/** Sends every order to the service, a few at a time, and checks every response against the legacy function. */
export async function replay(
  url: string,
  orders: readonly Order[],
  onDone: (done: number) => void,
): Promise<Replay> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const wrong: string[] = [];
  const queue = orders.values();
  let done = 0;
  const send = async () => {
    for (const order of queue) {
      const complaint = await quoteAndCheck(url, order, agent);
      if (complaint !== undefined) wrong.push(`order ${order.id}: ${complaint}`);
      done += 1;
      onDone(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  agent.destroy();
  return { equal: orders.length - wrong.length, wrong };
}

/** What is wrong with the response, if anything is. */
async function quoteAndCheck(url: string, order: Order, agent: Agent): Promise<string | undefined> {
  try {
    const { status, body } = await post(url, JSON.stringify(order), agent);
    if (status !== 200) return `the service answered ${status}: ${body}`;
    return isDeepStrictEqual(JSON.parse(body), legacyPrice(order))
      ? undefined
      : `not the legacy price: ${body.slice(0, 80)}…`;
  } catch (error) {
    return `no response: ${error}`;
  }
}

/** The legacy's own answer, without labcoat, from an order that nobody has touched, as JSON would carry it. */
function legacyPrice(order: Order): unknown {
  return JSON.parse(JSON.stringify(legacyQuote(structuredClone(order))));
}

async function post(
  url: string,
  json: string,
  agent: Agent,
): Promise<{ status: number | undefined; body: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: 'POST', agent, headers }, resolve).on('error', reject).end(json);
  });
  return { status: response.statusCode, body: await text(response) };
}
