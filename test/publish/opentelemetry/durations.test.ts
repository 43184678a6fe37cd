import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { CALM, never } from '../../harness.js';
import { candidate, thrown, trial } from '../trials.js';
import { registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('durations', () => {
  it('are recorded in seconds, once for each variant', async () => {
    const sdk = registerMetrics();
    openTelemetry().publish(trial({ candidates: [candidate(), candidate({ name: 'fast' })] }));
    const [metric] = await sdk.metrics();
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes, (value as any).sum])).toEqual([
      [{ 'labcoat.experiment.name': 'pricing.quote', 'labcoat.variant.name': 'control' }, 0.01],
      [{ 'labcoat.experiment.name': 'pricing.quote', 'labcoat.variant.name': 'candidate' }, 0.02],
      [{ 'labcoat.experiment.name': 'pricing.quote', 'labcoat.variant.name': 'fast' }, 0.02],
    ]);
  });

  class Nameless extends Error {
    override name = '';
  }
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('no');
      },
    },
  );
  it.each<[string, unknown, string]>([
    ['the code', Object.assign(new TypeError('no'), { code: 'E_SKU' }), 'E_SKU'],
    ['the name, where the code is no string', Object.assign(new TypeError('no'), { code: 42 }), 'TypeError'],
    ['the code of what is no error', { code: 'E_SKU', name: 'Ada' }, 'E_SKU'],
    ['no name of what is no error', { name: 'Ada', constructor: { name: 'Ada' } }, '_OTHER'],
    [
      'no name of what only says of itself that it is one',
      { [Symbol.toStringTag]: 'MyError', name: 'Ada' },
      'Object',
    ],
    ['the name of an error of another realm', runInNewContext('new RangeError("no")'), 'RangeError'],
    ['the name of a DOMException', new DOMException('no', 'AbortError'), 'AbortError'],
    ['the class, where there is no name', new Nameless('no'), 'Nameless'],
    ['the class of a string', 'no such sku', 'String'],
    ['_OTHER for undefined', undefined, '_OTHER'],
    ['_OTHER for what cannot be read', hostile, '_OTHER'],
    ['no code that is a message', Object.assign(new RangeError('no'), { code: 'no such sku' }), 'RangeError'],
    ['no name that is an address', Object.assign(new Error('no'), { name: 'ada@example.com' }), 'Error'],
    [
      'a code with marks in it',
      Object.assign(new Error('no'), { code: 'auth/no-user:1.2' }),
      'auth/no-user:1.2',
    ],
    ...['3f2b8c1e-9d4a-4b7c-8f00-1a2b3c4d5e6f', 'cus_9s6XKzkNRiz8i3', '471147114711'].map(
      (code): [string, unknown, string] => [
        `no code that tells one thing from another, ${code}`,
        Object.assign(new RangeError('no'), { code }),
        'RangeError',
      ],
    ),
    [
      'no name that does',
      Object.assign(new RangeError('no'), { name: 'b1946ac92492d2347c6235b4d2611184' }),
      'RangeError',
    ],
    ...['23505', 'ORA-00942', 'ERR_HTTP2_INVALID_CONNECTION_HEADERS', 'NJS-500', 'E11000', '0x80070005'].map(
      (code): [string, unknown, string] => [
        `a code with digits in it, ${code}`,
        Object.assign(new RangeError('no'), { code }),
        code,
      ],
    ),
    ['64 characters at most', Object.assign(new Error('no'), { code: 'x'.repeat(1e6) }), 'x'.repeat(64)],
  ])('of a failure say its type: %s', async (_, error, type) => {
    const sdk = registerMetrics();
    openTelemetry().publish(trial({ candidates: [thrown(error)] }));
    expect(await sdk.lines('labcoat.variant.duration')).toContain(
      `experiment.name=pricing.quote,variant.name=candidate,error.type=${type} 1`,
    );
  });

  it('of a timeout say so', async () => {
    const sdk = registerMetrics();
    openTelemetry().publish(trial({ candidates: [candidate({ status: 'timed-out', outcome: 'timeout' })] }));
    expect((await sdk.lines('labcoat.variant.duration'))[0]).toContain('error.type=timeout');
  });

  it('of what was aborted say so, which is no timeout: of a control too, when nobody waits for it any longer', async () => {
    const sdk = registerMetrics();
    const lab = laboratory({ defaults: { guardrails: CALM } });
    const run = lab.experiment('pricing.quote').use(never).try(never).wrap();
    run();
    lab.kill('pricing.quote');
    await lab.drain();
    expect(await sdk.lines('labcoat.variant.duration')).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate,error.type=aborted 1',
      'experiment.name=pricing.quote,variant.name=control,error.type=aborted 1',
    ]);
  });

  it('of what was aborted say nothing where it was done by then', async () => {
    const sdk = registerMetrics();
    const lab = laboratory({ defaults: { guardrails: CALM } });
    const run = lab
      .experiment('pricing.quote')
      .use(async () => 1)
      .try(never)
      .wrap();
    await run();
    lab.kill('pricing.quote');
    await lab.drain();
    expect(await sdk.lines('labcoat.variant.duration')).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate,error.type=aborted 1',
      'experiment.name=pricing.quote,variant.name=control 1',
    ]);
  });

  it('have 20 error types for each experiment at most, whatever the codes and however many the publishers', async () => {
    const sdk = registerMetrics();
    const publishers = [openTelemetry(), openTelemetry()];
    for (let code = 0; code < 10_000; code++) {
      const candidates = [thrown(Object.assign(new Error('no'), { code: `E${code}` }))];
      publishers[code % 2]?.publish(trial({ candidates }));
    }
    const late = { status: 'timed-out', outcome: 'timeout' };
    publishers[0]?.publish(trial({ candidates: [candidate(late), candidate({ ...late, aborted: true })] }));
    const types = (await sdk.lines('labcoat.variant.duration')).filter((line) => line.includes('error.type'));
    expect(types).toHaveLength(20);
    expect(types).toContain('experiment.name=pricing.quote,variant.name=candidate,error.type=_OTHER 9983');
    expect(types).toContain('experiment.name=pricing.quote,variant.name=candidate,error.type=timeout 1');
    expect(types).toContain('experiment.name=pricing.quote,variant.name=candidate,error.type=aborted 1');
  });
});
