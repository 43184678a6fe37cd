import { countOf } from '../../record/wording.js';
import type { Report, ShapeExample, ShapeReport } from '../../types/index.js';
import { moment, share } from '../numbers.js';
import { runsOf } from '../rates.js';
import { fingerprintShown, pathShown, textShown } from '../sight.js';
import { OUTCOME_WORDS, wordsFor } from '../words.js';
import { deltaOf, sidesOf } from './fields.js';
import { html, idOf, type Markup } from './markup.js';

const MOST_SHAPES = 16;
const OPEN = 2;
const MOST_EXAMPLES = 3;
const MOST_DIFFERENCES = 10;

/** What mismatches and failures look like, the most frequent first, with examples side by side. */
export function examples(report: Report, articleId: string): Markup | undefined {
  const { shapes, otherShapes } = report;
  if (shapes.length === 0) return undefined;
  const shown = shapes.slice(0, MOST_SHAPES);
  const left = shapes.length - shown.length;
  return html`${shown.map((shape, index) => shapeOf(shape, index, report, articleId))}
${left > 0 && html`<p class="note">and ${countOf(left, 'more shape')}</p>`}
${otherShapes > 0 && html`<p class="note">${countOf(otherShapes, 'run')} had yet another shape.</p>`}
${report.capture === 'shape' && html`<p class="note">Text is not shown: the experiment captures the shape of values only.</p>`}`;
}

function shapeOf(shape: ShapeReport, index: number, report: Report, articleId: string): Markup {
  const { variant, outcome, count, firstSeen, lastSeen } = shape;
  const runs = runsOf(report, variant);
  const part = runs === 0 ? '' : `${share(Math.min(1, count / runs))} of the runs`;
  // By the run that it was first seen in: of a fingerprint one could read in the id what is not to be shown.
  const id = `${articleId}-shape-${idOf(variant, String(shape.examples[0]?.trial ?? index))}`;
  const hasSeveral = Object.keys(report.variants).length > 1;
  return html`<details class="shape" id="${id}"${index < OPEN && ' open'}>
<summary><span class="line"><span><code>${fingerprintShown(shape, report.capture)}</code> <span class="quiet">${hasSeveral && `${textShown(variant)}, `}${wordsFor(OUTCOME_WORDS, outcome)}</span></span> <span class="amount">${countOf(count, 'run')}, ${part}</span></span></summary>
<p class="quiet">first ${moment(firstSeen)}, last ${moment(lastSeen)}</p>
${sideBySide(shape.examples.slice(0, MOST_EXAMPLES), report)}
</details>`;
}

function sideBySide(examples: readonly ShapeExample[], report: Report): Markup {
  // Where one side failed there is nothing to put side by side.
  const hasSides = examples.some(({ differences }) => differences.length > 0);
  const heading = html`<thead><tr><th scope="col">where</th><th scope="col">control</th><th scope="col">candidate</th><th scope="col">difference</th></tr></thead>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Examples, side by side"><table class="sides">${hasSides && heading}
${examples.map((example) => exampleOf(example, report))}</table></div>`;
}

function exampleOf({ trial, startedAt, reason, differences }: ShapeExample, { capture }: Report): Markup {
  return html`<tbody><tr class="example"><th scope="rowgroup" colspan="4">run <code>${textShown(trial)}</code>, ${moment(startedAt)}${capture === 'values' && reason !== undefined && html`: ${textShown(reason)}`}</th></tr>
${differences
  .slice(0, MOST_DIFFERENCES)
  .map(
    (difference) =>
      html`<tr><th scope="row"><code>${pathShown(difference.path, capture)}</code></th>${sidesOf(difference, capture)}<td class="number">${deltaOf(difference)}</td></tr>`,
  )}</tbody>`;
}
