import { isDeepStrictEqual } from 'node:util';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { beforeAll, describe, expect, test } from 'vitest';
import { acceptable, at, by, type Comparator, omitting, type Trial, unordered } from '../../src/index.js';
import { bench } from '../harness.js';
import { type Document, EXAMPLES, READMES } from './real-libraries-documents.js';
import { type Outline, outline } from './real-libraries-outline.js';

// Somebody replaces `marked` by `markdown-it`, each as it comes, and looks at what that does to real documents. What is
// said of them below was found by looking at them, in the versions that package-lock.json pins.
const DOCUMENTS = [...EXAMPLES, ...READMES];

const plain = new MarkdownIt();
const withHtml = new MarkdownIt({ html: true });
const inMarked = (text: string): string => marked.parse(text, { async: false });

const before = ({ text }: Document): Outline => outline(inMarked(text));
const after = ({ text }: Document): Outline => outline(plain.render(text));
const afterWithHtml = ({ text }: Document): Outline => outline(withHtml.render(text));

const OPTIONS = { guardrails: false } as const;
const NONE = { ignored: 0, transient: 0, timeout: 0, comparator_error: 0 };

/** A lost link is one difference, not one in every link that comes after it. */
const ALIGNED = {
  '$.headings': unordered('text'),
  '$.links': unordered('href'),
  '$.images': unordered('src'),
  '$.listings': unordered('code'),
  '$.cells': unordered('text'),
};

test('There are enough real documents to say anything', () => {
  expect(EXAMPLES).toHaveLength(652);
  expect(READMES.length).toBeGreaterThan(15);
});

describe('The counts of a report are those of a count without labcoat', () => {
  test('for text', async () => {
    const { count } = await countedTwice(
      ({ text }) => inMarked(text),
      ({ text }) => withHtml.render(text),
    );
    expect(Math.min(count.match, count.mismatch)).toBeGreaterThan(100);
  });

  test('for structures', async () => {
    const { count } = await countedTwice(before, after);
    expect(Math.min(count.match, count.mismatch)).toBeGreaterThan(50);
  });

  test('for a candidate that fails', async () => {
    // The new code forgot that a document may link to what is beside it: an address without a base is refused.
    const linked = (document: Document) =>
      before(document).links.map(({ href }) => new URL(href, 'https://example.org/').href);
    const linkedWithoutBase = (document: Document) =>
      after(document).links.map(({ href }) => new URL(href).href);
    const { count, report } = await countedTwice(linked, linkedWithoutBase);
    expect(Math.min(count.match, count.mismatch, count.candidate_error)).toBeGreaterThan(5);
    const failures = report.shapes.filter(({ outcome }) => outcome === 'candidate_error');
    expect(failures).toMatchObject([
      {
        fingerprint: 'control returned, candidate threw TypeError ERR_INVALID_URL',
        count: count.candidate_error,
      },
    ]);
  });
});

describe('Fingerprints group the mismatches as a person does', () => {
  let all: Rendered;
  let examples: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    all = await rendered(DOCUMENTS, after, at(ALIGNED));
    examples = grouped((await rendered(EXAMPLES, after, at(ALIGNED))).trials);
  });

  test('by the places in which they differ, and no others', () => {
    const inFull = all.trials.filter(isToldInFull);
    expect(inFull.length).toBeGreaterThan(0.9 * all.trials.length);
    const places = inFull.map((trial) => [nameOf(trial), placesIn(trial)]);
    const byHand = inFull.map((trial) => [nameOf(trial), placesByHand(documentOf(trial))]);
    expect(places).toEqual(byHand);
  });

  test('the report counting what was published, the largest group first', () => {
    const counts = [...grouped(all.trials)].map(([shape, { length }]) => [shape, length] as const);
    const { shapes, outcomes } = all.report;
    expect(new Map(shapes.map(({ fingerprint, count }) => [fingerprint, count]))).toEqual(new Map(counts));
    expect(shapes.map(({ count }) => count)).toEqual(
      counts.map(([, count]) => count).sort((one, other) => other - one),
    );
    expect(outcomes.mismatch).toBe(all.trials.length);
  });

  // HTML in Markdown: `marked` lets it through; `markdown-it` shows its source as text, unless `html` is on. A person
  // finds these with a regular expression over the Markdown.
  const isHtml = (name: string) => /<[a-z/!?][^:@]*?(>|$)/im.test(EXAMPLES[Number(name) - 1]?.text ?? '');
  // `&AElig;` in the text, which `markdown-it` resolves and `marked` passes on: by its place alone it is one of them.
  const ENTITY = '25';

  test('HTML that is shown as text, apart by what was in it', () => {
    const shapes = [...examples].filter(([, names]) => names.some(isHtml));
    expect(Object.fromEntries(shapes.map(([shape, { length }]) => [shape, length]))).toEqual({
      '$.prose changed': 60,
      '$.cells[*] removed, $.prose changed': 3,
      '$.links[*] removed, $.prose changed': 2,
      '$.links[*] added, $.prose changed': 2,
      '$.listings[*] added, $.prose changed': 2,
      '$.listings[*] removed, $.prose changed': 1,
      '$.images[*] removed, $.prose changed': 1,
      '$.cells[*] removed, $.listings[*] removed, $.prose changed': 1,
    });
    const others = shapes.flatMap(([, names]) => names.filter((name) => !isHtml(name)));
    expect(others).toEqual([ENTITY]);
  });

  test('what is no HTML, each cause in a group of its own', () => {
    const shapes = [...examples].filter(([, names]) => !names.some(isHtml));
    expect(Object.fromEntries(shapes)).toEqual(WITHOUT_HTML);
  });
});

/** Numbers of examples by shape, and why. */
const WITHOUT_HTML = {
  // A bare address: `marked` makes a link of it, as GitHub does; `markdown-it` does so only with `linkify`.
  '$.links[*] removed': ['602', '608', '611', '612'],
  // `/f&ouml;&ouml;` as an address: `markdown-it` resolves and escapes it, `marked` passes it on.
  '$.links[*] added, $.links[*] removed': ['32', '33', '503'],
  // The same in the language of a listing.
  '$.listings[*].language changed': ['34'],
};

describe('With HTML switched on', () => {
  test('what is left of the mismatches is in groups of one cause each', async () => {
    const { trials } = await rendered(EXAMPLES, afterWithHtml, at(ALIGNED));
    expect(Object.fromEntries(grouped(trials))).toEqual({
      ...WITHOUT_HTML,
      // The same in the text.
      '$.prose changed': ['25'],
      // A listing in HTML that Markdown cuts in two: the one renderer leaves a line break where it does.
      '$.listings[*] added, $.listings[*] removed': ['148'],
    });
  });

  // `markdown-it` has no links of bare addresses, and aligns a cell by its `style` where `marked` does by `align`.
  const known = omitting(
    '$.cells[*].align',
    at({ ...ALIGNED, '$.links': by(withoutBare, unordered('href')) }),
  );

  test('and the known differences accepted, the mismatches are exactly the others', async () => {
    const { report, trials } = await rendered(DOCUMENTS, afterWithHtml, known);
    const left = DOCUMENTS.filter((document) => {
      return !isDeepStrictEqual(forgiving(before(document)), forgiving(afterWithHtml(document)));
    });
    expect(trials.map(nameOf)).toEqual(left.map(({ name }) => name));
    expect(report.outcomes.match).toBe(DOCUMENTS.length - left.length);
    expect(trials.map(nameOf)).toEqual(expect.arrayContaining(['25', '32', '33', '34', '148', '503']));
    expect(trials.map(nameOf)).not.toContain('611');
  });

  test('and counted as good enough, their number is that of the matches they added', async () => {
    const all = await rendered(DOCUMENTS, afterWithHtml, at(ALIGNED));
    const { report } = await rendered(DOCUMENTS, afterWithHtml, acceptable(known, 'known'));
    const accepted = all.report.outcomes.mismatch - report.outcomes.mismatch;
    expect(accepted).toBeGreaterThan(5);
    expect(report.acceptable).toEqual({ candidate: accepted });
  });
});

type Rendered = Awaited<ReturnType<typeof rendered>>;

/** Tries a renderer on documents. */
async function rendered(
  documents: readonly Document[],
  candidate: (document: Document) => Outline,
  comparator: Comparator<Outline>,
) {
  const { lab, published, faults } = bench();
  const render = lab
    .experiment('markdown.outline', OPTIONS)
    .use(before)
    .try(candidate)
    .compare(comparator)
    .context(({ name }) => ({ name }))
    .wrap();
  for (const document of documents) render(document);
  await lab.drain();
  expect(faults).toEqual([]);
  const trials = published.trials.filter(({ candidates: [judged] }) => judged?.outcome === 'mismatch');
  return { report: lab.report('markdown.outline'), trials };
}

/** Runs both over every document with labcoat, and again without, and expects the same counts. */
async function countedTwice<T>(control: (document: Document) => T, candidate: (document: Document) => T) {
  const { lab, faults } = bench();
  const run = lab
    .experiment('markdown', OPTIONS)
    .use(control)
    .try(candidate as never)
    .wrap();
  for (const document of DOCUMENTS) attempt(() => run(document));
  await lab.drain();
  const report = lab.report('markdown');
  const count = { match: 0, mismatch: 0, candidate_error: 0, control_error: 0 };
  for (const document of DOCUMENTS) {
    const [one, other] = [attempt(() => control(document)), attempt(() => candidate(document))];
    if (one === FAILED) count.control_error += 1;
    else if (other === FAILED) count.candidate_error += 1;
    else count[isDeepStrictEqual(one, other) ? 'match' : 'mismatch'] += 1;
  }
  expect(report.outcomes).toEqual({ ...count, ...NONE });
  expect(faults).toEqual([]);
  return { count, report };
}

const FAILED = Symbol('failed');

function attempt<T>(call: () => T): T | typeof FAILED {
  try {
    return call();
  } catch {
    return FAILED;
  }
}

function nameOf({ context }: Trial): string {
  return String(context.name);
}

function documentOf(trial: Trial): Document {
  return DOCUMENTS.find(({ name }) => name === nameOf(trial)) as Document;
}

/** Names by fingerprint. */
function grouped(trials: readonly Trial[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const trial of trials) {
    const shape = trial.candidates[0]?.fingerprint ?? '';
    groups.set(shape, [...(groups.get(shape) ?? []), nameOf(trial)]);
  }
  return groups;
}

/** A fingerprint is made of the differences that are told, 50 at most: a person sees more in a document with more. */
function isToldInFull({ candidates: [judged] }: Trial): boolean {
  return judged?.differenceCount === judged?.differences.length;
}

/** The parts of an outline that a fingerprint names. */
function placesIn({ candidates: [judged] }: Trial): string[] {
  const named = judged?.fingerprint?.matchAll(/\$\.(\w+)/g) ?? [];
  return [...new Set([...named].map(([, name = '']) => name))].sort();
}

function placesByHand(document: Document): string[] {
  const [control, candidate] = [before(document), after(document)];
  const places = Object.keys(control) as (keyof Outline)[];
  return places
    .filter((place) => !isDeepStrictEqual(sorted(control[place]), sorted(candidate[place])))
    .sort();
}

function sorted(part: Outline[keyof Outline]): unknown {
  return typeof part === 'string' ? part : part.map((entry) => JSON.stringify(entry)).sort();
}

function withoutBare(links: Outline['links']): Outline['links'] {
  return links.filter(({ href, text }) => href !== text && href !== `mailto:${text}`);
}

/** What is left of an outline once the known differences are taken out. */
function forgiving(whole: Outline): unknown {
  const cells = whole.cells.map(({ text }) => ({ text, align: '' }));
  const open = { ...whole, links: withoutBare(whole.links), cells };
  return Object.values(open).map(sorted);
}
