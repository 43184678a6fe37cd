import { OpenFeature } from '@openfeature/server-sdk';
import { describe, expect, it, vi } from 'vitest';
import * as evidence from '../../src/evidence/index.js';
import * as labcoat from '../../src/index.js';
import * as openfeature from '../../src/openfeature/index.js';
import * as testing from '../../src/testing/index.js';

// What somebody meets who has no types, and gives what cannot be meant.

const ENTRIES = {
  labcoat,
  'labcoat/testing': testing,
  'labcoat/openfeature': openfeature,
  'labcoat/evidence': evidence,
};

/** What is given to each function that is exported. */
const GIVEN: readonly (readonly unknown[])[] = [[], [5], [null], [{ typo: 1 }], [() => 1, 5]];

const {
  agrees,
  assertFaulted,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertReady,
  assertSkipped,
  assertTripped,
  expectUnharmed,
  laboratoryPerTest,
  recorded,
  replay,
  sabotage,
  testLaboratory,
  useLaboratory,
} = testing as any;
const { approximately, at, formatReport, openTelemetry, ranked, reportHandler, toConsole } = labcoat as any;

const twice = (n: number) => 2 * n;
const hooks = { beforeEach: vi.fn(), afterEach: vi.fn() };

describe('a function that is exported', () => {
  it('answers, or says in a sentence of its own what it cannot do with', async () => {
    const lines: string[] = [];
    for (const [entry, exported] of Object.entries(ENTRIES)) {
      for (const [name, value] of Object.entries(exported).sort(([one], [other]) => (one < other ? -1 : 1))) {
        if (typeof value !== 'function' || isClass(name)) continue;
        lines.push('', `${entry}: ${name}`);
        for (const given of GIVEN) lines.push(`  (${shown(given)}) ${await outcomeOf(value, given)}`);
      }
    }
    expect(lines.filter((line) => ENGINE.test(line))).toEqual([]);
    await expect(`${lines.join('\n').trim()}\n`).toMatchFileSnapshot('list.txt');
  });
});

/** Sentences of the engine's, from somewhere further in. */
const ENGINE = /Cannot |is not a|not iterable|\(reading |Maximum call|ReferenceError|SyntaxError/;

// Those are thrown, and made by nobody else.
function isClass(name: string): boolean {
  return /^[A-Z]/.test(name);
}

function shown(given: readonly unknown[]): string {
  return given.map((one) => (typeof one === 'function' ? 'f' : JSON.stringify(one))).join(', ');
}

async function outcomeOf(call: (...given: any[]) => unknown, given: readonly unknown[]): Promise<string> {
  try {
    const answer = call(...given);
    if (!(answer instanceof Promise)) return 'is fine';
    return await answer.then(
      () => 'is fine',
      (error) => `rejects: ${wordsOf(error)}`,
    );
  } catch (error) {
    return `throws: ${wordsOf(error as Error)}`;
  }
}

function wordsOf({ name, message }: Error): string {
  return `${name}: ${message.split('\n')[0]}`;
}

const ran = () => {
  const lab = testLaboratory();
  lab.experiment('e').use(twice).try(twice).run(1);
  return lab;
};

const COUNTS = ran().report('e').variants.candidate;

const REFUSED: readonly (readonly [what: string, call: () => unknown, message: string])[] = [
  ['ranked without options', () => ranked(), 'ranked(undefined): give the options as an object'],
  [
    'an option of ranked that is none',
    () => ranked({ k: 1, atLeast: 1, key: 'sku' }),
    'ranked("key"): is no option; the options are k, atLeast, by, p, score',
  ],
  ['a tolerance that is a number', () => approximately(0.01), 'approximately(...) was given 0.01 for a tol'],
  [
    'a tolerance with a typing error',
    () => approximately({ abs: 0.01, rell: 0.1 }),
    'approximately("rell"): is no option; the options are abs, rel',
  ],
  [
    'a list of paths',
    () => at([]),
    'at(...) was given an array of 0; give it an object of comparators by path',
  ],

  [
    'a console that writes to a number',
    () => toConsole({ write: 5 }),
    'toConsole: write (5): give a function',
  ],
  ['a colour', () => toConsole({ colour: 'red' }), 'toConsole: colour ("red"): give true or false'],
  ['an option that is spelt otherwise', () => toConsole({ color: true }), 'toConsole("color"): is no option'],
  [
    'a provider of another kind',
    () => openTelemetry({ meterProvider: { getTracer: () => {} } }),
    'openTelemetry: meterProvider (an object): give a provider, which has a method getMeter',
  ],
  [
    'a report handler with an option that is none',
    () => reportHandler(ran(), { authorise: () => false }),
    'reportHandler("authorise"): is no option; the options are authorize, refreshMs',
  ],
  [
    'a width in words',
    () => formatReport(ran().report('e'), { width: 'wide' }),
    'formatReport: width ("wide"): give the number of columns, from 40 to 120',
  ],
  [
    'openFeature with a number for options',
    () => openfeature.openFeature(OpenFeature.getClient(), 5 as never),
    'openFeature(5): give the options as an object',
  ],

  [
    'a test laboratory of a number',
    () => testLaboratory(5),
    'testLaboratory(5): give the options as an object',
  ],
  [
    'an option of a test laboratory that is none',
    () => testLaboratory({ decision: 'never' }),
    'testLaboratory("decision"): is no option; the options are decisions, durations, startAt, publishers',
  ],
  [
    'a start in words',
    () => testLaboratory({ startAt: '2026' }),
    'testLaboratory: startAt ("2026"): give mil',
  ],
  ['a rate of 2', () => testLaboratory({ sampleRate: 2 }), 'testLaboratory: sampleRate (2): give a rate'],
  // As 1 it would be one.
  [
    'a bigint for a rate',
    () => testLaboratory({ sampleRate: 1n }),
    'testLaboratory: sampleRate (1n): give a rate',
  ],
  ['a decision in words', () => ran().decide('often'), "decide(\"often\"): give 'always', 'never'"],
  [
    'decisions that are words',
    () => ran().decide(['never']),
    "decide(an array of 1): give 'always', 'never'",
  ],
  [
    'a decision about 5',
    () => ran().decide('never', 5),
    'decide: second argument (5): give the name of an exp',
  ],
  ['time that goes back', () => ran().advance(-1), 'advance(-1): give milliseconds from 0'],
  [
    'an override that is misspelled',
    () => ran().override('e', { rat: 0 }),
    'override: second argument (an object): give { rate: 0.1 }, or { rate: undefined } to give it back',
  ],
  ['a drain of null', () => ran().drain(null), 'drain(null): give the options as an object'],
  [
    'events of nobody',
    () => ran().telemetry.eventsOf(),
    'eventsOf(undefined): give the name of an experiment',
  ],
  ['a metric without a name', () => ran().telemetry.valueOf(5), 'valueOf(5): give the name of a metric'],
  ['patience without a name', () => ran().settle(5), 'settle(5): give the options as an object'],
  [
    'no hooks',
    () => laboratoryPerTest(),
    "laboratoryPerTest(undefined): give it the test runner's hooks, { beforeEach, afterEach }",
  ],
  [
    'half the hooks',
    () => laboratoryPerTest({ beforeEach: hooks.beforeEach }),
    'laboratoryPerTest(an object): give it the',
  ],
  [
    'a laboratory to use during a number',
    () => useLaboratory(ran(), 5),
    'useLaboratory: callback (5): give a function',
  ],

  ['agrees without a control', () => agrees(), 'agrees: control (undefined): give a function'],
  ['agrees without a candidate', () => agrees(twice), 'agrees: candidate (undefined): give a function'],
  ['agrees on a number', () => agrees(twice, twice, 5), 'agrees: inputs (5): give a list of inputs'],
  ['agrees on a text', () => agrees(twice, twice, 'abc'), 'agrees: inputs ("abc"): give a list of inputs'],
  ['no run at all', () => agrees(twice, twice, [1], { runs: 0 }), 'agrees: runs (0): give a number from 1'],
  [
    'a seed in words',
    () => agrees(twice, twice, [1], { seed: 'x' }),
    'agrees: seed ("x"): give a whole number',
  ],
  [
    'an option of agrees that is none',
    () => agrees(twice, twice, [1], { comparator: twice }),
    'agrees("comparator"): is no option; the options are compare, compareErrors, runs, seed',
  ],
  [
    'unharmed by nothing',
    () => expectUnharmed(twice, twice),
    'expectUnharmed: inputs (undefined): give a list of inputs, each the argument or a list of the arguments',
  ],
  [
    'unharmed without a control',
    () => expectUnharmed(twice),
    'expectUnharmed: control (undefined): give a f',
  ],
  [
    'patience in words',
    () => expectUnharmed(twice, twice, [1], { patienceMs: 'long' }),
    'expectUnharmed: patienceMs ("long"): give milliseconds from 0',
  ],
  [
    'an option of a recording that is none',
    () => recorded(ran(), { cleen: twice }),
    'recorded("cleen"): is no option; the only one is clean',
  ],
  [
    'a recording that is damaged',
    () => replay('{"labcoat":', twice, twice),
    'replay("{\\"labcoat\\":"): is no JSON: ',
  ],
  [
    'a recording without calls',
    () => replay({ labcoat: 'recorded calls', version: 1 }, twice, twice),
    'replay(an object): give what recorded(lab) answered, or a file of it',
  ],
  [
    'a recording of a later version',
    () => replay({ labcoat: 'recorded calls', version: 2, calls: [] }, twice, twice),
    'replay(an object): give what recorded(lab) answered, or a file of it',
  ],
  [
    'sabotage without a plan',
    () => sabotage(twice),
    'sabotage: second argument (undefined): give what it is to do, { throws: 0.1 }',
  ],
  [
    'a schedule of words',
    () => sabotage(twice, { lies: ['sometimes'] }),
    'sabotage: lies (an array of 1): give true, a share of the calls from 0 to 1, a list of true and false',
  ],
  [
    'slowness in words',
    () => sabotage(twice, { slow: true, slowMs: 'a bit' }),
    'sabotage: slowMs ("a bit"): give milliseconds from 0',
  ],

  [
    'a match of no experiment',
    () => assertMatched(ran()),
    'assertMatched(undefined): give the name of an exp',
  ],
  [
    'a match half a time',
    () => assertMatched(ran(), 'e', { times: 0.5 }),
    'assertMatched: times (0.5): give a',
  ],
  ['a match so often', () => assertMatched(ran(), 'e', 1), 'assertMatched(1): give the options as an object'],
  [
    'an outcome that is none',
    () => assertMismatched(ran(), 'e', { outcome: 'failed' }),
    'assertMismatched: outcome ("failed"): give one of match, mismatch, ignored',
  ],
  [
    'a place that is no path',
    () => assertMismatched(ran(), 'e', { at: /total/ }),
    "assertMismatched: at (an object): give a path such as '$.total'",
  ],
  [
    'a place that has no root, where nothing ever differs',
    () => assertMismatched(ran(), 'e', { at: 'total' }),
    'assertMismatched: at ("total"): give a path such as \'$.total\'',
  ],
  [
    'a reason that is none',
    () => assertSkipped(ran(), 'e', 'not sampled'),
    'assertSkipped: reason ("not sampled"): give one of no-candidate, killed, expired, when, guardrail',
  ],
  [
    'options for a reason',
    () => assertSkipped(ran(), 'e', { times: 1 }),
    'assertSkipped: reason (an object): give one of',
  ],
  [
    'a stage that is none',
    () => assertFaulted(ran(), 'comparing'),
    'assertFaulted: stage ("comparing"): give one',
  ],
  [
    'a message that is none',
    () => assertFaulted(ran(), 'compare', { message: 5 }),
    'assertFaulted: message (5): give a part of what the error says, or a pattern of it',
  ],
  [
    'a guardrail that is none',
    () => assertTripped(ran(), 'e', 'error'),
    'assertTripped: guardrail ("error"): give one of errors, againstControl, mismatches, slower, slo, stuck',
  ],
  [
    'readiness of nothing',
    () => assertReady(ran()),
    'assertReady(undefined): give the name of an experiment',
  ],
  [
    'telemetry without a name',
    () => assertPublished(ran()),
    'assertPublished(undefined): give the name of an event, a span or a metric',
  ],
  [
    'telemetry with a text for attributes',
    () => assertPublished(ran(), 'labcoat.mismatch', 'quote'),
    'assertPublished: attributes ("quote"): give an object of attributes',
  ],
  [
    'counts that are none',
    () => labcoat.tally.verdict({} as never),
    'tally.verdict(an object): give the counts',
  ],
  [
    'counts of nobody',
    () => labcoat.tally.merge(COUNTS, undefined as never),
    'tally.merge(undefined): give the c',
  ],
  [
    'a goal with a typing error',
    () => labcoat.tally.verdict(COUNTS, { tarrget: 0.1 } as never),
    'tally.verdict: goal ("tarrget"): is no option; the options are target, alpha, dwellMs',
  ],
  [
    'a contrast without an allowance',
    () => (evidence as any).logContrastAbove({ n00: 1, n01: 0, n10: 0, n11: 0 }),
    'logContrastAbove: allowance must be { r, delta }, received undefined',
  ],
];

describe('what cannot be meant', () => {
  it.each(REFUSED)('is refused: %s', async (_, call, message) => {
    await expect((async () => call())()).rejects.toThrow(message);
  });

  it('registers no hook before it is refused', () => {
    hooks.beforeEach.mockClear();
    expect(() => laboratoryPerTest({ beforeEach: hooks.beforeEach })).toThrow(TypeError);
    expect(hooks.beforeEach).not.toHaveBeenCalled();
  });
});

it.each([
  [null, undefined],
  ['it is slow', 'it is slow'],
  [5, undefined],
])('a kill works with %j for a note, of which a text is the reason', (note, reason) => {
  const lab = ran();
  lab.kill('e', note);
  const { stopped, changes } = lab.report('e');
  expect([stopped, changes.at(-1)?.reason]).toEqual(['killed', reason]);
});

describe('what may be asked for', () => {
  it('is each guardrail that an experiment has', () => {
    const lab = testLaboratory();
    const guardrails = { againstControl: {}, mismatches: {}, slo: { ms: 1 }, slower: {} };
    lab.experiment('e', { guardrails }).use(twice).try(twice).run(1);
    for (const { guardrail } of lab.report('e').guardrails)
      expect(() => assertTripped(lab, 'e', guardrail)).toThrow('to have been stopped by the guardrail');
  });

  it('is each reason that is counted', () => {
    const lab = ran();
    for (const reason of Object.keys(lab.report('e').skips))
      expect(() => assertSkipped(lab, 'e', reason)).toThrow(`to have been skipped for '${reason}'`);
  });
});
