import { describe, expect, it } from 'vitest';
import { type Report, renderReport } from '../../src/index.js';
import { differing, everything, minutely, reportOf } from './reports.js';

const EVIL = '</title></style></svg><script>alert(1)</script><img src=x onerror=alert(2)>"\'`&\u202e';

describe('the page', () => {
  it('begins with the verdict and why, in words that somebody who has to decide understands', () => {
    const page = textOf(renderReport(everything()));
    expect(page).toMatch(/ready ready Switch\. 0 failures in 3 600 runs; with 95 % confidence/);
    expect(page).toMatch(
      /not ready Do not switch\. Stopped by the errors guardrail after 5 runs\. It was so in 5 of 5/,
    );
    expect(page).toMatch(
      /undecided Not yet\. 0 failures in \d+ runs; [\d ]+ more clean runs needed for 99\.9 %/,
    );
  });

  it('says so of each candidate, where there are several', () => {
    const page = textOf(renderReport(everything().filter(({ experiment }) => experiment === 'noisy')));
    expect(page).toMatch(/Of 2 candidates the furthest from ready: 'one': 0 failures/);
    expect(page).toMatch(/undecided other 0 failures in 50 runs/);
  });

  it('has every part, for those who see the drawings and for those who do not', () => {
    const page = renderReport(differing());
    for (const title of [
      'Match rate over time',
      'Where they differ',
      'Examples, side by side',
      'How long they took',
      'What came of the calls',
      'Guardrails',
    ])
      expect(page).toContain(`>${title}</h3>`);
    expect(page).toContain('10 failures in 100 runs: between 78 to 96.9 % match; the target is 99.9 %.');
    expect(textOf(page)).toContain('control: half took at most 1 ms, 95 % at most 1 ms, 99 % at most 1 ms.');
    expect(page.match(/role="img" aria-labelledby/g)).toHaveLength(3);
  });

  it('marks what differs in an example, on both sides', () => {
    const page = renderReport(differing());
    expect(page).toContain('<code>19.9<del>9</del></code>');
    expect(page).toContain('<code>19.9<ins>8</ins></code>');
    expect(page).toContain('<code>&quot;<del>in</del>cl. VAT&quot;</code>');
  });

  it.each([
    [300, '<ins>another'],
    [20_000, 'and differs further on'],
  ])(
    'shows the part of a long text that differs, or that it does further on: after %d characters',
    (length, shown) => {
      const long = (word: string) => ({ text: `${'x'.repeat(length)} ${word} ${'y'.repeat(300)}` });
      const page = renderReport(differing({ control: () => long('one'), candidate: () => long('another') }));
      expect(page).toContain(shown);
    },
  );

  it('goes on over a restart, with shares of all runs that there were', () => {
    const first = minutely();
    const options = { control: () => ({ a: 1 }), candidate: (run: number) => ({ a: run === 3 ? 2 : 1 }) };
    reportOf({ ...options, runs: 400 }, first);
    const second = minutely();
    second.lab.restore(JSON.parse(JSON.stringify(first.lab.save())));
    const report = reportOf({ ...options, runs: 10 }, second);
    const page = textOf(renderReport(report));
    expect(page).toContain('410 of the 9 072 runs that it takes if no other fails');
    expect(page).toMatch(/\$\.a (?:\d )+0\.49 % 0\.0083 to 2\.4 %/);
  });

  it('has what was changed, the latest first, with who and why', () => {
    const page = textOf(renderReport(everything()));
    expect(page).toMatch(
      /revived .* by ada .*killed .* by ada incident 12 .*advanced 50 % → 100 % by the ramp/s,
    );
  });

  it('is one page of no experiment, and of a report that is no list', () => {
    expect(textOf(renderReport([]))).toContain('There is no experiment to show yet.');
    expect(renderReport(reportOf({ runs: 0 }))).toContain('<title>pricing.quote · labcoat</title>');
  });

  it('has fifty experiments in full and the others in its list, each with an id of its own', () => {
    const report = reportOf({ runs: 5 });
    const many = Array.from({ length: 120 }, (_, index) => ({ ...report, experiment: `e${index % 100}` }));
    const page = renderReport(many);
    expect(page.match(/<article /g)).toHaveLength(50);
    expect(page.match(/<li>/g)).toHaveLength(120);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('needs nothing else, and runs nothing', () => {
    const page = renderReport(everything());
    expect(page).toContain('content="default-src &#39;none&#39;; ');
    expect(page).not.toMatch(/<script|<link (?!rel="icon" href="data:,")|@import|url\(|https?:|\son\w+=/i);
  });
});

describe('nothing in a report does harm', () => {
  it('whatever its names, paths, values and reasons are', () => {
    const run = { [EVIL]: EVIL, text: EVIL };
    const report = differing({
      name: 'e',
      owner: EVIL,
      control: () => run,
      candidate: () => ({ ...run, text: '<b>' }),
    });
    const page = renderReport(everyText(report, EVIL));
    expect(page).not.toMatch(/<script|<img|alert\(1\)<\/|\u202e/);
    expect(page.match(/<\/title>/g)?.length).toBe(page.match(/<title/g)?.length);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  it('however long they are', () => {
    const long = 'x'.repeat(1e7);
    const report = differing({ control: () => ({ text: long }), candidate: () => ({ text: `${long}y` }) });
    expect(renderReport(report).length).toBeLessThan(100_000);
    expect(renderReport(everyText(report, long)).length).toBeLessThan(300_000);
  });

  it('however many they are', () => {
    const report = differing();
    const many = <T>(all: readonly T[]): T[] => Array.from({ length: 5_000 }, () => all[0] as T);
    const page = renderReport({ ...report, shapes: many(report.shapes), fields: many(report.fields) });
    expect(page.length).toBeLessThan(200_000);
    expect(textOf(page)).toContain('and 4 960 more fields');
  });

  it('though it was written to a file, where there is no Infinity', () => {
    const report = reportOf({ runs: 20, candidate: fail });
    const late = { ...report, latency: { control: { p50: Number.POSITIVE_INFINITY, p95: 1, p99: 1 } } };
    expect(renderReport(JSON.parse(JSON.stringify(late)) as Report)).not.toMatch(
      /NaN|Infinity|undefined|null/,
    );
  });
});

describe('a page has no text of a value', () => {
  it.each(['shape', 'values'] as const)('but with capture %s as the experiment says', (capture) => {
    expect(renderReport(differing({ capture })).includes('cl. VAT')).toBe(capture === 'values');
  });

  it('where the report came from a file that has more in it than it may show', () => {
    const report = { ...differing({ capture: 'values' }), capture: 'shape' as const };
    const shapes = report.shapes.map((shape) => ({
      ...shape,
      examples: shape.examples.map((example) => ({ ...example, reason: 'not incl. VAT' })),
    }));
    expect(renderReport({ ...report, shapes })).not.toContain('cl. VAT');
  });

  it('nor of a key that had to be quoted: not in what is proposed, and not in what nobody reads', () => {
    const path = '$.rates["Ada Lovelace"].at';
    const make = (at: number) => ({ rates: { 'Ada Lovelace': { at } } });
    const page = (capture: 'shape' | 'values') => {
      const report = reportOf({ capture, control: () => make(1), candidate: () => make(2) });
      return renderReport({ ...report, proposal: `omitting('${path}')` });
    };
    expect(page('shape')).not.toMatch(/Ada|Lovelace/);
    expect(page('shape')).toContain('report(name).proposal');
    expect(page('values')).toContain('.compare(omitting(&#39;$.rates[&quot;Ada Lovelace&quot;].at&#39;))');
  });
});

it('no number on a page is none', () => {
  const page = renderReport([...everything(), differing()]);
  expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
});

it('is drawn for a target that nobody can tell from 0', () => {
  expect(renderReport(reportOf({ goal: { target: 1e-300 } }))).not.toMatch(/NaN|Infinity|undefined|\[object/);
});

function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/[\s\u00a0]+/g, ' ');
}

/** The same report with another text in the place of every text in it. */
function everyText(report: Report, text: string): Report {
  const words = new Set(['verdict', 'kind', 'outcome', 'event', 'capture', 'stopped']);
  return JSON.parse(
    JSON.stringify(report, (key, value) => (typeof value === 'string' && !words.has(key) ? text : value)),
  );
}

function fail(): never {
  throw new Error('broken');
}
