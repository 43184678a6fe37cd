import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Bounds } from '../../../src/publish/opentelemetry/bounds.js';
import {
  ATTRIBUTE,
  BAGGAGE,
  DURATION_BOUNDARIES,
  EVENT,
  METRIC,
} from '../../../src/publish/opentelemetry/names.js';
import { pointsOf } from '../../../src/publish/opentelemetry/points.js';
import { counts } from '../trials.js';
import { ATTRIBUTES, EVENTS, METRICS } from './dictionary.js';

const DOCS = resolve(import.meta.dirname, '../../../docs');
const page = readFileSync(join(DOCS, 'telemetry.md'), 'utf8');

/** The rows of the table under a heading, the head and the rule below it left out. */
function rows(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
}

const entriesOf = <T extends object>(table: T) => Object.entries(table) as [keyof T, T[keyof T]][];

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;

describe('docs/telemetry.md', () => {
  it('has every metric of the code, and no other', () => {
    const metrics = entriesOf(METRIC).map(([key, { name, kind, unit, description }]) => {
      const { attributes, series } = METRICS[key];
      const keys = attributes.map((attribute) => `\`${ATTRIBUTE[attribute]}\``).join(' ');
      return row(`\`${name}\``, kind, `\`${unit}\``, keys, description, series);
    });
    expect(rows('Metrics')).toEqual(metrics);
    expect(page).toContain(`${DURATION_BOUNDARIES.join(', ')} seconds`);
  });

  it('has every attribute of the code, and no other', () => {
    const attributes = entriesOf(ATTRIBUTE).map(([attribute, key]) => {
      const { meaning, values } = ATTRIBUTES[attribute];
      return row(`\`${key}\``, meaning, values);
    });
    expect(rows('Attributes')).toEqual(attributes);
    for (const key of Object.values(BAGGAGE)) expect(page).toContain(`\`${key}\``);
  });

  it('has every event of the code, and no other', () => {
    const events = entriesOf(EVENT).map(([event, name]) => `| \`${name}\` | ${EVENTS[event]} | `);
    expect(rows('Events').map((line) => line.slice(0, line.lastIndexOf('| `') + 2))).toEqual(events);
  });

  it('has every decision and every outcome that a series is observed for', () => {
    const said = [...pointsOf([counts()], new Bounds()).values()].flatMap(({ attributes }) => [
      attributes[ATTRIBUTE.decision],
      attributes[ATTRIBUTE.outcome],
    ]);
    const words = new Set(said.filter((word) => word !== undefined));
    expect(words.size).toBe(19);
    for (const word of words) expect(page).toContain(`\`${word}\``);
  });

  it('says of every alert that is shipped what it means and what to do', () => {
    const rules = readFileSync(join(DOCS, 'fleet/rules.yml'), 'utf8');
    const alerts = Array.from(rules.matchAll(/alert: "?(\w+)"?/g), ([, alert]) => `\`${alert}\``);
    const explained = rows('Alerts').map((line) => line.split(' | ')[0]?.slice(2));
    expect(explained.sort()).toEqual(alerts.sort());
  });
});

describe('the table of metrics', () => {
  it('says how many series an experiment with one candidate has of what is counted', () => {
    const observed = [...pointsOf([counts()], new Bounds()).values()];
    for (const [key, { kind }] of entriesOf(METRIC)) {
      if (kind === 'Histogram') continue;
      const count = observed.filter(({ metric }) => metric === key).length;
      expect([key, count]).toEqual([key, Number(METRICS[key].series.replace(/ ?c$/, '')) || 1]);
    }
  });

  it('says which attributes each has', () => {
    for (const { metric, attributes } of pointsOf([counts()], new Bounds()).values()) {
      expect(Object.keys(attributes)).toEqual(METRICS[metric].attributes.map((one) => ATTRIBUTE[one]));
    }
  });
});
