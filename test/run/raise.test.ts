import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { MismatchError } from '../../src/index.js';
import { bench } from '../harness.js';

function raised(control: () => unknown, candidate: () => unknown): MismatchError {
  const { lab } = bench({ raiseOnMismatch: true });
  try {
    lab.experiment('pricing.quote').use(control).try(candidate).run();
  } catch (error) {
    return error as MismatchError;
  }
  throw new Error('nothing was raised');
}

/** What another thread makes of an error that it is sent. */
function inAnotherThread(
  error: Error,
): Promise<{ name: string; message: string; stack: string; cause: any }> {
  const code = `
    const { parentPort } = require('node:worker_threads');
    parentPort.once('message', ({ name, message, stack, cause }) => parentPort.postMessage({ name, message, stack, cause }));
  `;
  const worker = new Worker(code, { eval: true });
  return new Promise((resolve, reject) => {
    worker.once('message', (answer) => resolve(answer)).once('error', reject);
    worker.postMessage(error);
  }).finally(() => worker.terminate()) as ReturnType<typeof inAnotherThread>;
}

describe('a MismatchError', () => {
  it('prints where the values differ, both of them and by how much', () => {
    const { message } = raised(
      () => ({ total: 10, country: 'NZ' }),
      () => ({ total: 11, country: 'AU' }),
    );
    expect(message.replace(/[\d.]+ ms/g, '0 ms')).toBe(
      [
        'pricing.quote: mismatch in candidate',
        '  control 0 ms, candidate 0 ms',
        '  path       control  candidate  delta',
        '  $.total    10       11         +1',
        '  $.country  "NZ"     "AU"',
      ].join('\n'),
    );
  });

  it('carries the trial, and is printed without it: the message has said it', () => {
    const error = raised(
      () => 1,
      () => 2,
    );
    expect(error.trial.candidates[0]).toMatchObject({ outcome: 'mismatch', value: 2 });
    const printed = inspect(error);
    expect(printed).toContain('MismatchError: pricing.quote: mismatch in candidate');
    expect(printed).toContain(`[cause]: trial ${error.trial.id} of experiment 'pricing.quote'`);
    expect(printed).not.toContain('durationMs');
  });

  it('tells what each side did where one of them failed', () => {
    const { message } = raised(
      () => 1,
      () => {
        throw new RangeError('bad scale');
      },
    );
    expect(message).toContain('candidate_error in candidate');
    expect(message).toContain('control returned 1\n  candidate threw RangeError: bad scale');
  });

  it('arrives in another thread with its message, its stack and its trial', async () => {
    const error = raised(
      () => ({ total: 1, send() {} }),
      () => ({ total: 2, send() {} }),
    );
    const arrived = await inAnotherThread(error);
    expect(arrived.message).toBe(error.message);
    expect(arrived.stack).toContain('MismatchError: pricing.quote');
    expect(arrived.cause).toMatchObject({
      id: error.trial.id,
      // A function cannot be cloned, so that the value around it is written out.
      control: { value: '{"total":1,"send":"[function]"}' },
      candidates: [{ outcome: 'mismatch', differences: [{ path: '$.total', control: 1, candidate: 2 }, {}] }],
    });
  });

  it('is given back its class and its trial by MismatchError.from', () => {
    const error = raised(
      () => 1,
      () => 2,
    );
    const clone = structuredClone(error);
    expect(clone).not.toBeInstanceOf(MismatchError);
    const back = MismatchError.from(clone);
    expect(back).toBeInstanceOf(MismatchError);
    expect(back).toMatchObject({ name: 'MismatchError', message: error.message, stack: error.stack });
    expect(back?.trial.candidates).toEqual(error.trial.candidates);
    expect(MismatchError.from(error)).toBe(error);
    expect(MismatchError.from(new Error('another'))).toBeUndefined();
    expect(MismatchError.from('no error')).toBeUndefined();
  });

  it('is known by instanceof to another copy of the package, and a subclass knows its own only', () => {
    const error = raised(
      () => 1,
      () => 2,
    );
    const elsewhere = Object.defineProperty(new Error(), Symbol.for('labcoat.MismatchError.1'), {
      value: true,
    });
    class Own extends MismatchError {}
    expect(elsewhere).toBeInstanceOf(MismatchError);
    expect(error).not.toBeInstanceOf(Own);
    expect(new Own(error.trial)).toBeInstanceOf(Own);
    expect(new Error()).not.toBeInstanceOf(MismatchError);
  });

  it('is made of values that throw when they are cloned', () => {
    const spiteful = () => ({
      get total(): number {
        throw new Error('no');
      },
    });
    const error = raised(spiteful, () => ({ total: 1 }));
    expect(structuredClone(error).message).toBe(error.message);
  });
});
