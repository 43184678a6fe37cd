import { refuse } from '../refuse.js';
import type { Report } from '../types/index.js';
import type { Part } from './parts.js';
import { partsOfReport } from './report-parts.js';
import { textShown } from './sight.js';

/** As many as one can read. */
const MOST = 5;

/** Put together when a report is drawn for the first time: a bundle that draws none leaves all of it behind. */
let isReport: Part | undefined;

/** @throws TypeError for what is no report: a name, a list where one is meant, nothing, one that lacks a field */
export function requireReport(call: string, given: unknown): asserts given is Report {
  const report = Object(given) as Partial<Report>;
  if (typeof report.experiment !== 'string') refuse(call, given, 'give what report(name) answered');
  isReport ??= partsOfReport();
  const lacking = isReport(given).map((path) => textShown(path.slice(1)));
  if (lacking.length === 0) return;
  const shown = lacking.length > MOST ? `${lacking.slice(0, MOST).join(', ')} and more` : lacking.join(', ');
  throw new TypeError(`${call}: the report of '${report.experiment}' lacks ${shown}; ${ADVICE}`);
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
