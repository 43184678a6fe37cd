import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../docs/fleet/dashboard.js';
import { killBoundary, logEAbove, logEBelow, lowerBound, upperBound } from '../../src/evidence/index.js';
import {
  evidenceAbove,
  evidenceBelow,
  lowerBoundOf,
  stopLines,
  upperBoundOf,
} from '../../src/fleet/evidence.js';
import { DEFAULT_RULES } from '../../src/fleet/rules/rule.js';
import { ruleGroups } from '../../src/fleet/rules/rules.js';
import { rulesYaml } from '../../src/fleet/rules/yaml.js';
import { series } from '../../src/fleet/series.js';
import { METRIC } from '../../src/publish/opentelemetry/names.js';

const FLEET = resolve(import.meta.dirname, '../../docs/fleet');
const counts = fc.nat(100_000).chain((n) => fc.tuple(fc.constant(n), fc.nat(Math.min(n, 500))));
const rate = fc.double({ min: 1e-4, max: 0.5, noNaN: true });

describe('what is committed', () => {
  it('is the dashboard that is generated: else run npm run fleet', () => {
    const committed = JSON.parse(readFileSync(join(FLEET, 'dashboard.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(build())));
  });

  it('is the rules that are generated: else run npm run fleet', () => {
    expect(readFileSync(join(FLEET, 'rules.yml'), 'utf8')).toBe(rulesYaml(ruleGroups([DEFAULT_RULES])));
  });
});

describe('the evidence in PromQL', () => {
  it('is that of the code, whatever the counts and the target', () => {
    fc.assert(
      fc.property(counts, rate, ([n, k], p) => {
        expectClose(Math.log(evaluate(evidenceBelow('n', 'k', p), n, k)), logEBelow(n, k, p));
        expectClose(Math.log(evaluate(evidenceAbove('n', 'k', p), n, k)), logEAbove(n, k, p));
      }),
    );
  });

  it('is that of the code also where the target is an expression', () => {
    expectClose(
      Math.log(evaluate(evidenceBelow('n', 'k', '(1 - 0.999)'), 3_525, 0)),
      logEBelow(3_525, 0, 0.001),
    );
  });

  it('starts with the terms that are written down for a target of 0.1 %', () => {
    const [atom, first, ...others] = evidenceBelow('S', 'K', 0.001).split('\n');
    expect(atom).toBe('0.3333333333333333 * exp(0.0010005003335835335 * S - 1e9 * K)');
    expect(first).toBe('+ 0.00641025641025641 * exp(0.000030767238830294414 * S - 0.03125 * K)');
    expect(others).toHaveLength(8);
  });
});

describe('the three lines', () => {
  it('are those that are written down for a limit of 1 % and an alpha of 1 %', () => {
    expect(stopLines(0.01, 0.01).map(({ a, b }) => [a, b])).toEqual([
      [expect.closeTo(11.4076, 4), expect.closeTo(0.0129325, 7)],
      [expect.closeTo(5.7038, 4), expect.closeTo(0.0170369, 7)],
      [expect.closeTo(1.9013, 4), expect.closeTo(0.0582239, 7)],
    ]);
  });

  it('stop a candidate exactly at the limit with a chance of at most alpha, over 100 000 looks', () => {
    const lines = stopLines(0.01, 0.01);
    expect(
      chanceOfEver(100_000, 0.01, (n) => Math.min(...lines.map(({ a, b }) => Math.ceil(a + b * n)))),
    ).toBeLessThan(0.01);
  });

  it('take as many failures as the code or a few more', () => {
    for (const n of [10, 100, 1_000, 10_000]) {
      const needed = Math.min(...stopLines(0.01, 0.01).map(({ a, b }) => Math.ceil(a + b * n)));
      const code = killBoundary(n, 0.01, 0.01);
      expect(needed).toBeGreaterThanOrEqual(code - 1);
      expect(needed).toBeLessThan(1.1 * code + 2);
    }
  });
});

it.each([
  ['calls', 'labcoat_calls_total', 'labcoat_calls'],
  ['rate', 'labcoat_rate', 'labcoat_rate_ratio'],
  ['active', 'labcoat_active'],
  ['duration', 'labcoat_variant_duration_bucket', 'labcoat_variant_duration_seconds_bucket'],
] as const)('the series of %s are found by each name that an exporter gives them', (metric, ...names) => {
  const [, pattern = ''] = /^\{__name__=~"(.*)"\}$/.exec(series(metric)) ?? [];
  for (const name of names) expect(name).toMatch(new RegExp(`^(?:${pattern})$`));
  for (const other of Object.values(METRIC)) {
    if (other !== METRIC[metric])
      expect(other.name.replaceAll('.', '_')).not.toMatch(new RegExp(`^(?:${pattern})$`));
  }
});

it('bounds of single tilts hold whatever the exact ones hold, and are not much wider', () => {
  // A person reads them off a chart: a tenth wider is not seen.
  for (const [n, k] of [
    [1_000, 10],
    [50_000, 30],
    [400, 200],
  ] as const) {
    const [lower, upper] = [lowerBound(n, k, 0.025), upperBound(n, k, 0.025)];
    expect(tiltBound('lower', n, k)).toBeLessThanOrEqual(lower);
    expect(tiltBound('lower', n, k)).toBeGreaterThan(0.75 * lower);
    expect(tiltBound('upper', n, k)).toBeGreaterThanOrEqual(upper);
    expect(tiltBound('upper', n, k)).toBeLessThan(1.25 * upper);
  }
});

function tiltBound(side: 'lower' | 'upper', n: number, k: number): number {
  const bounds = (side === 'lower' ? lowerBoundOf : upperBoundOf)('n', 'k', 0.025);
  const terms = [...bounds.matchAll(/label_replace\((.*), "tilt"/g)].map(([, term = '']) =>
    evaluate(term, n, k),
  );
  expect(terms.length).toBeGreaterThan(8);
  return side === 'lower' ? Math.max(0, ...terms) : Math.min(1, ...terms);
}

/** PromQL of this kind is JavaScript, but for the names of functions. */
function evaluate(promql: string, n: number, k: number): number {
  const code = promql
    .replaceAll('exp(', 'Math.exp(')
    .replaceAll('ln(', 'Math.log(')
    .replaceAll('> bool', '>');
  return new Function('n', 'k', `return ${code}`)(n, k);
}

function expectClose(actual: number, expected: number): void {
  // Beyond e^709 there is no number, and the evidence is enough for anybody.
  if (expected > 700) expect(actual).toBeGreaterThan(700);
  else if (expected > -700)
    expect(Math.abs(actual - expected)).toBeLessThan(1e-6 + 1e-9 * Math.abs(expected));
}

// The chance of k failures after n runs without having been stopped, run by run.
function chanceOfEver(runs: number, p: number, boundaryAt: (n: number) => number): number {
  const alive = new Float64Array(boundaryAt(runs) + 2);
  alive[0] = 1;
  let stopped = 0;
  for (let n = 1; n <= runs; n++) {
    const boundary = boundaryAt(n);
    for (let k = Math.min(n, boundary); k >= 1; k--) {
      alive[k] = (alive[k] as number) * (1 - p) + (alive[k - 1] as number) * p;
    }
    alive[0] = (alive[0] as number) * (1 - p);
    for (let k = boundary; k <= Math.min(n, boundary + 1); k++) {
      stopped += alive[k] as number;
      alive[k] = 0;
    }
  }
  return stopped;
}
