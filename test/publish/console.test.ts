import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ConsoleOptions, toConsole } from '../../src/publish/console.js';
import { valueText } from '../../src/publish/console-value.js';
import type { Trial } from '../../src/types/trial.js';
import { candidate, thrown, trial } from './trials.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** What is printed of a trial. */
function printed(changes: Partial<Trial> = {}, options: ConsoleOptions = {}): string {
  const texts: string[] = [];
  toConsole({ write: (text) => texts.push(text), ...options }).publish(trial(changes));
  return texts.join('\n---\n');
}

describe('what is printed', () => {
  it('is of a mismatch where the values differ, and by how much', () => {
    const differences = [
      {
        path: '$.lines[3].price',
        kind: 'changed' as const,
        control: 10.5,
        candidate: 10.49,
        delta: 10.49 - 10.5,
      },
      { path: '$.tax', kind: 'added' as const, candidate: 1.9 },
      { path: '$.discount', kind: 'removed' as const, control: { rate: 0.1 } },
      { path: '$.lines', kind: 'order' as const },
    ];
    expect(printed({ candidates: [candidate({ differences })] })).toMatchInlineSnapshot(`
      "pricing.quote: mismatch in candidate
        control 10.0 ms, candidate 20.0 ms
        path              control       candidate  delta
        $.lines[3].price  10.5          10.49      -0.01
        $.tax             (none)        1.9
        $.discount        {"rate":0.1}  (none)
        $.lines           (order)       (order)"
    `);
  });

  it('is of a candidate that threw its class and message, beside what the control did', () => {
    expect(
      printed({ capture: 'values', candidates: [thrown(new RangeError('no such sku'))] }),
    ).toMatchInlineSnapshot(`
      "pricing.quote: candidate_error in candidate
        control 10.0 ms, candidate 20.0 ms
        control returned {"total":1}
        candidate threw RangeError: no such sku"
    `);
  });

  it('is of a timeout that it was one', () => {
    const judged = candidate({
      status: 'timed-out',
      outcome: 'timeout',
      differences: [],
      durationMs: 10_000,
    });
    expect(printed({ candidates: [judged] })).toMatchInlineSnapshot(`
      "pricing.quote: timeout in candidate
        control 10.0 ms, candidate 10000.0 ms
        control returned {"total":1}
        candidate was not done in time"
    `);
  });

  it('is what a comparator said, and both values, where no place is named', () => {
    const judged = candidate({ differences: [], reason: 'rounded the other way' });
    expect(printed({ capture: 'values', candidates: [judged] })).toMatchInlineSnapshot(`
      "pricing.quote: mismatch in candidate (rounded the other way)
        control 10.0 ms, candidate 20.0 ms
        control returned {"total":1}
        candidate returned {"total":2}"
    `);
  });

  it('is one text for each candidate that did not match', () => {
    const candidates = ['a', 'b', 'c'].map((name) =>
      candidate({ name, outcome: name === 'b' ? 'match' : 'mismatch' }),
    );
    expect(printed({ candidates }).split('---')).toHaveLength(2);
  });

  it.each(['match', 'ignored', 'transient'] as const)('is nothing for the outcome %s', (outcome) => {
    expect(printed({ candidates: [candidate({ outcome, differences: [] })] })).toBe('');
  });

  it('is a line for a match where everything is wanted', () => {
    const judged = candidate({ outcome: 'match', differences: [] });
    expect(printed({ candidates: [judged] }, { verbose: true })).toMatchInlineSnapshot(`
      "pricing.quote: match in candidate
        control 10.0 ms, candidate 20.0 ms"
    `);
  });

  it('is a change: who did what, and why', () => {
    const texts: string[] = [];
    const publisher = toConsole({ write: (text) => texts.push(text) });
    publisher.changed?.({ event: 'killed', experiment: '*', at: 1, by: 'ops', reason: 'too slow' });
    expect(texts).toEqual(['* killed by ops: too slow']);
  });

  it('goes to stderr unless another place is given', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    toConsole().publish(trial());
    expect(error).toHaveBeenCalledOnce();
  });
});

describe('strings', () => {
  const differences = [{ path: '$["Ada"]', kind: 'changed' as const, control: 'Ada', candidate: 'Ada L' }];
  const secrets: [string, Partial<Trial>][] = [
    ['in differences', { candidates: [candidate({ differences, reason: 'for Ada' })] }],
    ['in values', { candidates: [candidate({ value: { name: 'Ada', Ada4711: 1 }, differences: [] })] }],
    ['in errors', { candidates: [thrown(new Error('for Ada'))] }],
    ['that were thrown', { candidates: [thrown('Ada')] }],
  ];

  it.each(secrets)('%s are not printed anywhere but on a terminal', (_, changes) => {
    expect(printed(changes)).not.toContain('Ada');
  });

  it.each(secrets)('%s are printed where values are captured', (_, changes) => {
    expect(printed({ ...changes, capture: 'values' })).toContain('Ada');
  });

  it.each(secrets)('%s are printed on a terminal', (_, changes) => {
    vi.stubGlobal('process', { stderr: { isTTY: true }, env: {} });
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    toConsole().publish(trial(changes));
    expect(error.mock.calls[0]?.[0]).toContain('Ada');
  });

  it.each(secrets)('%s that are withheld are told of, once', (_, changes) => {
    const texts: string[] = [];
    const publisher = toConsole({ write: (text) => texts.push(text) });
    publisher.publish(trial(changes));
    publisher.publish(trial(changes));
    const hint = "\n  (texts are withheld; experiment(name, { capture: 'values' }) shows them)";
    expect(texts[0]?.endsWith(hint)).toBe(true);
    expect(texts[1]).toBe(texts[0]?.slice(0, -hint.length));
  });

  it('are not told of where there are none, or all are shown', () => {
    expect(printed()).not.toContain('withheld');
    for (const [, changes] of secrets)
      expect(printed({ ...changes, capture: 'values' })).not.toContain('withheld');
  });

  it('in values are printed where they were cleaned, and an error, which was not, is not', () => {
    const [, inValues, inErrors] = secrets.map(([, changes]) => printed({ ...changes, cleaned: true }));
    expect(inValues).toContain('"name":"Ada"');
    expect(inErrors).not.toContain('Ada');
  });
});

describe('a value that is cut', () => {
  it.each(['z', 'ü', '€', '🙂'])('says so, also where %s is the first that does not fit', (one) => {
    expect(valueText(`${'a'.repeat(10)}${one}${one}`, true, 12)).toMatch(/^"a{10}z?…$/);
  });

  it('is printed in a runtime that cannot encode text, such as jsdom', () => {
    vi.stubGlobal('TextEncoder', undefined);
    expect(printed()).toContain('$.total');
  });
});

describe('hostile values', () => {
  it('cannot do anything to the terminal', () => {
    const evil = '\u001b[2J\u009b31m\r\n\u202e\u2028\u{e0001}';
    const text = printed({
      experiment: evil,
      capture: 'values',
      candidates: [
        candidate({
          name: evil,
          reason: evil,
          differences: [{ path: evil, kind: 'changed', control: evil, candidate: evil }],
        }),
        thrown(Object.assign(new Error(evil), { name: evil })),
        thrown(evil),
        candidate({ value: { [evil]: evil }, differences: [] }),
      ],
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('\\x1b[2J\\x9b31m\\x0d\\x0a\\u{202e}\\u{2028}\\u{e0001}');
  });

  it('are bounded', () => {
    const huge = 'x'.repeat(5_000_000);
    const differences = Array.from({ length: 50 }, () => ({
      path: `$.${huge}`,
      kind: 'changed' as const,
      control: huge,
      candidate: [huge],
    }));
    const text = printed({
      capture: 'values',
      candidates: [
        candidate({ differences }),
        thrown(new Error(huge)),
        candidate({ value: huge, differences: [], reason: huge }),
      ],
    });
    expect(text.length).toBeLessThan(5_000);
    expect(text).toContain('and 40 more');
  });

  it('are survived', () => {
    const fail = () => {
      throw new Error('no');
    };
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const getter = Object.defineProperty({ toJSON: fail }, 'a', { enumerable: true, get: fail });
    const proxy = new Proxy({}, { ownKeys: fail, get: fail, getPrototypeOf: fail });
    for (const value of [cyclic, getter, proxy, Object.create(null), undefined]) {
      const differences = [{ path: '$', kind: 'changed' as const, control: value, candidate: value }];
      const candidates = [candidate({ differences }), candidate({ value, differences: [] }), thrown(value)];
      expect(printed({ capture: 'values', candidates }).split('---')).toHaveLength(3);
    }
  });
});

describe('colour', () => {
  const ESCAPE = '\u001b[';

  it('is there when asked for, and not otherwise when the output is no terminal', () => {
    expect(printed({}, { colour: true })).toContain(ESCAPE);
    expect(printed({})).not.toContain(ESCAPE);
  });

  it.each([
    ['is there on a terminal', { stderr: { isTTY: true }, env: {} }, true],
    ['is not there on a terminal with NO_COLOR', { stderr: { isTTY: true }, env: { NO_COLOR: '1' } }, false],
    ['is not there in a pipe', { stderr: {}, env: {} }, false],
    ['is not there without a process', undefined, false],
  ])('%s', (_, process, isColoured) => {
    vi.stubGlobal('process', process);
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    toConsole().publish(trial());
    expect(error.mock.calls[0]?.[0].includes(ESCAPE)).toBe(isColoured);
  });
});
