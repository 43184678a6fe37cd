import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatReport, laboratory, renderReport } from '../../src/index.js';
import { differing, everything, reportOf } from './reports.js';

const plain = { colour: false, width: 80 };

describe('a report in a terminal', () => {
  it('begins with the verdict and why, and has the worst fields with an example each', () => {
    expect(formatReport(differing(), plain)).toMatchInlineSnapshot(`
      "pricing.quote                                                          not ready
        10 failures in 100 runs; with 95 % confidence, more than 0.1 % of the runs
        observed so far failed

        failed    10 % of the runs; 3.1 to 22 % with 95 % confidence
        on trial  100 runs of 100 calls; now all calls
        for       100 minutes, since 2026-01-10 12:00 UTC

        time          p50     p95     p99
        control      1 ms    1 ms    1 ms
        candidate  2.1 ms  2.1 ms  2.1 ms

        differs at       runs  of all              for example
        $.lines[*].tax     10  10 % (3.1 to 22 %)  19.99 → 19.98
        $.lines[*].note     5  5 % (0.75 to 15 %)  "incl. VAT" → "excl. VAT"

        matched   90  90 % of the trials
        differed  10  10 % of the trials"
    `);
  });

  it.each([undefined, 'pricing.quote', [], {}])('refuses %j, which is no report', (given) => {
    expect(() => formatReport(given as never)).toThrow(
      /^formatReport\(.*\): give what report\(name\) answered$/,
    );
    if (!Array.isArray(given))
      expect(() => renderReport(given as never)).toThrow(
        /^renderReport\(.*\): give what report\(name\) answered$/,
      );
  });

  it('is the same from its JSON, where it was collected from another process', () => {
    for (const report of [...everything(), differing()]) {
      const back = JSON.parse(JSON.stringify(report));
      expect(formatReport(back, plain)).toBe(formatReport(report, plain));
      expect(renderReport(back)).toBe(renderReport(report));
    }
  });

  it('of another version says which fields it lacks', () => {
    const { byOrder, durations, ...older } = differing();
    expect([byOrder, durations]).not.toContain(undefined);
    const message =
      "the report of 'pricing.quote' lacks durations, byOrder; give what report(name) of this version answered";
    expect(() => formatReport(older as never, plain)).toThrow(`formatReport: ${message}`);
    expect(() => renderReport([differing(), older as never])).toThrow(`renderReport: ${message}`);
    const rateless = { ...differing(), failureRate: { estimate: 0.1, lower: null, upper: 0.2 } };
    expect(() => renderReport(rateless as never)).toThrow('lacks failureRate.lower; give');
  });

  it('that was damaged says whose it is, and never fails by an error from inside', () => {
    const [intact, report] = [JSON.parse(JSON.stringify(reportOf({ runs: 3 }))), differing()];
    let damages = 0;
    for (const path of pathsOf(JSON.parse(JSON.stringify(report)))) {
      for (const wrong of [undefined, null, 'text']) {
        const damaged = JSON.parse(JSON.stringify(report));
        put(damaged, path, wrong);
        for (const draw of [() => formatReport(damaged, plain), () => renderReport([intact, damaged])]) {
          const error = errorOf(draw);
          if (error === undefined) continue;
          damages += 1;
          expect(error.message).toMatch(
            /^(formatReport|renderReport)(: the report of 'pricing.quote' (lacks|is damaged, )|\(an object\): give what)/,
          );
        }
      }
    }
    expect(damages).toBeGreaterThan(200);
  });

  it('is shown in the docs as it is', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/reading-a-verdict.md'), 'utf8');
    expect(page).toContain(`\n${formatReport(differing(), plain)}\n`);
  });

  it.each([72, 80, 100])(
    'shows what differs in an example, also where %d columns are too few for all of it',
    (width) => {
      const long = (word: string) => `${'so long '.repeat(20)}${word}${' and no end'.repeat(20)}`;
      const control = () => ({ text: long('one') });
      const report = differing({ control, candidate: () => ({ text: long('another') }) });
      expect(formatReport(report, { colour: false, width })).toMatch(/on.* → .*another/);
    },
  );

  it('says what has stopped it', () => {
    const [, stopped] = everything();
    expect(formatReport(stopped as never, plain)).toContain('stopped by the errors guardrail after 5 runs');
    expect(formatReport(stopped as never, plain)).toContain('now none, stopped by a guardrail');
  });

  it('says of each candidate what there is to say', () => {
    const report = everything().find(({ experiment }) => experiment === 'noisy');
    expect(formatReport(report as never, plain)).toMatch(
      /one: undecided, 0 failures[\s\S]*other: undecided, 0 failures/,
    );
  });

  it('shows no text of a value, unless the experiment captures values', () => {
    const text = formatReport(differing({ capture: 'shape' }), plain);
    expect(text).toContain('19.99 → 19.98');
    expect(text).not.toContain('VAT');
  });

  it('is of a name that nobody knows as well', () => {
    const report = laboratory({ publishers: [] }).report('unknown');
    expect(formatReport(report, plain)).toContain('3 525 more clean runs needed for 99.9 %');
  });

  it.each([40, 60, 80, 120])(
    'has no line that is longer than %d columns, whatever the names are',
    (width) => {
      const name = 'very.long.'.repeat(10);
      const reports = [...everything(), differing({ name }), differing({ owner: 'Ada '.repeat(50) })];
      const lines = reports.flatMap((report) => formatReport(report, { colour: false, width }).split('\n'));
      expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
    },
  );

  it('has nothing in it that a terminal would act upon', () => {
    const evil = '\u001b]0;pwned\u0007\u202e';
    const report = differing({ owner: evil, candidate: () => ({ [evil]: evil }) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(formatReport(report, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('colours', () => {
  const tty = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  const terminal = (isTTY: boolean) =>
    Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
  afterEach(() => {
    vi.unstubAllEnvs();
    if (tty === undefined) Reflect.deleteProperty(process.stdout, 'isTTY');
    else Object.defineProperty(process.stdout, 'isTTY', tty);
  });
  const report = reportOf({ runs: 1 });
  const isColoured = () => formatReport(report).includes('\u001b[');

  it.each<[string, boolean, Record<string, string | undefined>, boolean]>([
    ['in a terminal', true, {}, true],
    ['not in a file', false, {}, false],
    ['not where NO_COLOR is set', true, { NO_COLOR: '1' }, false],
    ['where NO_COLOR is empty', true, { NO_COLOR: '' }, true],
    ['not in a terminal that is dumb', true, { TERM: 'dumb' }, false],
    ['in a file where FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, true],
    ['where both are set, as FORCE_COLOR says', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['not where FORCE_COLOR is 0', true, { FORCE_COLOR: '0' }, false],
  ])('are shown %s', (_, isTTY, env, expected) => {
    terminal(isTTY);
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) vi.stubEnv(name, env[name]);
    expect(isColoured()).toBe(expected);
  });

  it('take no room', () => {
    const coloured = formatReport(differing(), { colour: true, width: 80 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(formatReport(differing(), plain));
  });
});

/** Every place in a report, of a list its first member only. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  return entries.flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

function put(report: any, path: readonly string[], value: unknown): void {
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key], report);
  holder[path.at(-1) as string] = value;
}

function errorOf(call: () => unknown): Error | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
