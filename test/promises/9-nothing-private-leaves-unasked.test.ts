import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExperimentOptions, laboratory, type Publisher } from '../../src/index.js';
import { toConsole } from '../../src/publish/console.js';
import { openTelemetry } from '../../src/publish/opentelemetry/index.js';
import { CALM, never } from '../harness.js';
import {
  attributesOf,
  openSink,
  recordsOf,
  registerRealSdk,
  type Sink,
} from '../publish/opentelemetry/otlp.js';
import { inCallerSpan } from '../publish/opentelemetry/sdk.js';

// What may never be found in anything that was sent: as it is, and as a name, where it looks like an id.
const CANARY = 'canary-4711@example.com';
const CANARY_NAME = 'canary4711';
const CANARY_NUMBER = 471_147_114_711_471_147n;
const FOUND = new RegExp(`canary|${CANARY_NUMBER}`, 'i');

let sink: Sink;
let printed: string[];

beforeEach(async () => {
  sink = await openSink();
  printed = [];
});

afterEach(() => sink.close());

class Leak extends Error {
  readonly detail = CANARY;
  readonly [CANARY_NAME] = CANARY;
  constructor(text = CANARY) {
    super(`for ${text}`, { cause: new AggregateError([new Error(CANARY)], CANARY) });
    this.stack = `Leak: for ${text}\n    at ${CANARY} (${CANARY_NAME}.ts:1:1)`;
  }
}

/** A value with a canary in every place that a value has. */
function planted(version: string) {
  const text = `${CANARY} ${version}`;
  return {
    text,
    nested: { list: [text, { text }], date: new Date(version === 'control' ? 0 : 1) },
    [CANARY]: version,
    [CANARY_NAME]: version,
    [Symbol(CANARY)]: version,
    map: new Map<unknown, unknown>([
      [CANARY, version],
      [{ id: CANARY }, version],
      [Symbol(CANARY), version],
    ]),
    set: new Set([text]),
    error: new Leak(text),
    url: new URL(`https://example.com/${CANARY_NAME}?${version}`),
    bytes: new TextEncoder().encode(text),
    big: CANARY_NUMBER,
  };
}

function throws(error: unknown): () => never {
  return () => {
    throw error;
  };
}

const WAYS: Record<string, (options: ExperimentOptions, publishers: Publisher[]) => Promise<unknown>> = {
  'a mismatch of values': (options, publishers) =>
    run(
      options,
      publishers,
      () => planted('control'),
      () => planted('candidate'),
    ),
  'a mismatch of strings': (options, publishers) =>
    run(
      options,
      publishers,
      () => CANARY,
      () => `${CANARY}!`,
    ),
  'an error of the candidate': (options, publishers) =>
    run(options, publishers, () => planted('control'), throws(new Leak())),
  'an error with a message for its code and its name': (options, publishers) =>
    run(
      options,
      publishers,
      () => 1,
      throws(Object.assign(new Error(CANARY), { code: `no user ${CANARY}`, name: `No${CANARY}` })),
    ),
  'a string that is thrown': (options, publishers) => run(options, publishers, () => 1, throws(CANARY)),
  'an object that is thrown': (options, publishers) =>
    run(options, publishers, () => 1, throws({ name: CANARY_NAME, message: CANARY, [CANARY]: CANARY })),
  'an error of the control': (options, publishers) =>
    run(options, publishers, throws(new Leak()), () => planted('candidate')),
  'two errors that differ': (options, publishers) =>
    run(options, publishers, throws(new Leak()), throws(new Leak('another'))),
  'a rejection': (options, publishers) =>
    run(
      options,
      publishers,
      async () => 1,
      async () => Promise.reject(new Leak()),
    ),
  'a timeout': (options, publishers) =>
    run(
      { ...options, timeoutMs: 10 },
      publishers,
      async () => planted('control') as unknown,
      () => never(),
    ),
};

/** One trial of each kind, with a canary in its arguments, and what a comparator, an excuse and others say of it. */
async function run(
  options: ExperimentOptions,
  publishers: Publisher[],
  control: () => unknown,
  candidate: () => unknown,
): Promise<void> {
  const lab = laboratory({ publishers, defaults: { guardrails: false }, onFault: () => {} });
  const opening = () => lab.experiment('pricing.quote', options).use((_: unknown) => control());
  const places = [
    {
      path: `$.${CANARY_NAME}`,
      kind: 'changed' as const,
      control: CANARY,
      candidate: CANARY,
      reason: CANARY,
    },
    { path: `the user ${CANARY}`, kind: 'changed' as const },
    {
      path: `$["${CANARY}"].get("${CANARY}").has(${CANARY_NUMBER})`,
      kind: 'added' as const,
      candidate: CANARY,
    },
  ];
  const chains = [
    opening().try(candidate),
    opening()
      .try(candidate)
      .compare(() => `the user ${CANARY} differs`),
    opening()
      .try(candidate)
      .compare(() => places),
    opening().try(candidate).compare(throws(new Leak())),
    opening()
      .try(candidate)
      .ignore(CANARY, () => true),
    opening().try(candidate).measure('total', throws(new Leak())),
    opening().try(candidate).context(throws(new Leak())),
    opening()
      .try(candidate)
      .context(() => ({ list: [CANARY], object: { CANARY } })),
  ];
  for (const chain of chains) {
    await inCallerSpan(async () => {
      try {
        await chain.run(planted('argument'));
      } catch {
        // The control's error is the caller's.
      }
    });
  }
  await lab.drain();
}

/** All that leaves the process while every way is gone, by logs and, a second time, by events of spans. */
async function sent(options: ExperimentOptions): Promise<string> {
  const publishers = [openTelemetry(), toConsole({ write: (text) => printed.push(text), verbose: true })];
  for (const signals of [
    ['metrics', 'traces', 'logs'],
    ['metrics', 'traces'],
  ]) {
    const sdk = registerRealSdk(sink, signals);
    for (const way of Object.values(WAYS)) await way(options, [...publishers, openTelemetry()]);
    await sdk.flush();
    await sdk.shutdown();
  }
  return [...sink.received.map(({ text }) => text), ...printed].join('\n');
}

describe('promise 9: nothing private leaves unasked', () => {
  it('no string of a value, no key that looks like an id, no message and no stack, by any publisher', async () => {
    const text = await sent({});
    const events = recordsOf(sink, 'logs').map(({ record }) => record.eventName);
    const onSpans = recordsOf(sink, 'traces').flatMap(({ record }) => record.events ?? []);
    expect(new Set(events)).toEqual(new Set(['labcoat.mismatch', 'labcoat.candidate.exception']));
    expect(onSpans.length).toBeGreaterThan(20);
    expect(printed.length).toBeGreaterThan(100);
    expect(text.match(new RegExp(`.{0,80}(?:${FOUND.source}).{0,80}`, 'gi')) ?? []).toEqual([]);
  }, 30_000);

  it('and the search finds what does leave where it is asked for', async () => {
    const text = await sent({ capture: 'values' });
    const logged = recordsOf(sink, 'logs').map(({ record }) => JSON.stringify(record));
    for (const key of ['exception.message', 'exception.stacktrace', 'labcoat.candidate.value']) {
      expect(logged.some((record) => record.includes(key) && FOUND.test(record))).toBe(true);
    }
    expect(text).toMatch(FOUND);
  }, 30_000);

  it('not even then on a metric or as an attribute of a span', async () => {
    await sent({ capture: 'values' });
    const metrics = sink.received.filter(({ path }) => path === '/v1/metrics').map(({ text }) => text);
    const spans = recordsOf(sink, 'traces').map(({ record }) => [
      record.name,
      record.attributes,
      record.status,
    ]);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.join()).not.toMatch(FOUND);
    expect(JSON.stringify(spans)).not.toMatch(FOUND);
  }, 30_000);

  it('the context of a call is chosen for publication: its primitives leave, on events only', async () => {
    const sdk = registerRealSdk(sink);
    const lab = laboratory({ defaults: { guardrails: CALM } });
    const context = {
      user: CANARY,
      vip: true,
      net: 21,
      none: null,
      list: [CANARY],
      nested: { user: CANARY },
    };
    lab
      .experiment('pricing.quote')
      .use(() => 1)
      .try(() => 2)
      .context(() => context)
      .run();
    await lab.drain();
    await sdk.flush();
    await sdk.shutdown();
    const [log] = recordsOf(sink, 'logs').map(({ record }) => attributesOf(record.attributes));
    const published = Object.entries(log ?? {}).filter(([key]) => key.startsWith('labcoat.context.'));
    expect(Object.fromEntries(published)).toEqual({
      'labcoat.context.user': CANARY,
      'labcoat.context.vip': true,
      'labcoat.context.net': 21,
    });
    const others = sink.received.filter(({ path }) => path !== '/v1/logs').map(({ text }) => text);
    expect(others.length).toBeGreaterThan(1);
    expect(others.join()).not.toMatch(FOUND);
  });

  it('where values are cleaned, what was made of them leaves, and nothing else of them', async () => {
    const sdk = registerRealSdk(sink);
    const lab = laboratory({ defaults: { guardrails: CALM } });
    lab
      .experiment('pricing.quote')
      .use(() => ({ user: CANARY, total: 1 }))
      .try(() => ({ user: `${CANARY}!`, total: 2 }))
      .clean(({ total }) => ({ total, by: 'the shop' }))
      .run();
    await lab.drain();
    await sdk.flush();
    await sdk.shutdown();
    const [log] = recordsOf(sink, 'logs').map(({ record }) => attributesOf(record.attributes));
    expect(log).toMatchObject({
      'labcoat.control.value': '{"total":1,"by":"the shop"}',
      'labcoat.candidate.value': '{"total":2,"by":"the shop"}',
      'labcoat.difference.paths': ['$.user', '$.total'],
    });
    expect(sink.received.map(({ text }) => text).join()).not.toMatch(FOUND);
  });
});
