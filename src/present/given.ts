import { refuse } from '../refuse.js';
import type { Report } from '../types/index.js';

type Kind = 'string' | 'number' | 'object' | 'list';
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: unknown };

/** What has to be there. What is in a list or by a name is met where it is shown. */
const FIELDS: { readonly [K in keyof Required<Report>]: Kind } = {
  experiment: 'string',
  verdict: 'string',
  why: 'string',
  failureRate: 'object',
  verdicts: 'object',
  goal: 'object',
  at: 'number',
  history: 'object',
  capture: 'string',
  calls: 'number',
  trials: 'number',
  skips: 'object',
  outcomes: 'object',
  variants: 'object',
  faults: 'object',
  active: 'number',
  stuck: 'number',
  rate: 'number',
  guardrails: 'list',
  changes: 'list',
  latency: 'object',
  durations: 'object',
  byOrder: 'object',
  acceptable: 'object',
  empties: 'object',
  shapes: 'list',
  otherShapes: 'number',
  fields: 'list',
  noise: 'object',
  measures: 'list',
};

/** What the verdict is read by. */
const FIGURES: readonly (readonly ['failureRate' | 'goal', string])[] = [
  ['failureRate', 'estimate'],
  ['failureRate', 'lower'],
  ['failureRate', 'upper'],
  ['goal', 'target'],
  ['goal', 'alpha'],
];

/** @throws TypeError for what is no report: a name, a list where one is meant, nothing, one that lacks a field */
export function requireReport(call: string, given: unknown): asserts given is Report {
  const report = Object(given) as Partial<Report>;
  if (typeof report.experiment !== 'string') refuse(call, given, 'give what report(name) answered');
  const lacking = lackingIn(report);
  if (lacking.length > 0)
    throw new TypeError(
      `${call}: the report of '${report.experiment}' lacks ${lacking.join(', ')}; ${ADVICE}`,
    );
}

function lackingIn(report: Partial<Report>): string[] {
  const fields = Object.entries(FIELDS).filter(([name, kind]) => !isOf(kind, report[name as keyof Report]));
  const figures = FIGURES.filter(([field, name]) => {
    const { [name]: figure } = Object(report[field]) as Record<string, unknown>;
    return isOf('object', report[field]) && !Number.isFinite(figure);
  });
  return [...fields.map(([name]) => name), ...figures.map((path) => path.join('.'))];
}

/** Draws reports; what was changed further in is told too, instead of what it did to whoever drew it. */
export function drawn<T>(
  call: string,
  reports: readonly Report[],
  draw: (reports: readonly Report[]) => T,
): T {
  try {
    return draw(reports);
  } catch (cause) {
    const [only, another] = reports;
    if (another !== undefined) for (const report of reports) drawn(call, [report], draw);
    const whose = only === undefined ? 'a report' : `the report of '${only.experiment}'`;
    throw new TypeError(`${call}: ${whose} is damaged, ${String(cause)}; ${ADVICE}`, { cause });
  }
}

const ADVICE = 'give what report(name) of this version answered, or its JSON';

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === 'list') return Array.isArray(value);
  return value !== null && typeof value === kind;
}
