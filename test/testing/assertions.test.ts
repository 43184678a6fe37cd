import { describe, expect, it } from 'vitest';
import {
  assertFaulted,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertReady,
  assertSkipped,
  assertTripped,
  matchers,
  recordTelemetry,
  testLaboratory,
} from '../../src/testing/index.js';
import { never } from '../harness.js';
import '../../src/testing/vitest.js';

/** A laboratory in which some of everything has happened. */
function eventful() {
  const lab = testLaboratory();
  const quote = lab
    .experiment('quote')
    .use((net: number) => ({ total: net, lines: [{ price: net }, { price: 2 }] }))
    .try((net) => ({ total: net, lines: [{ price: net > 100 ? net + 1 : net }, { price: 2 }] }))
    .wrap();
  quote(1);
  quote(200);
  lab
    .experiment('fine')
    .use(() => 1)
    .try(() => 1)
    .run();
  lab
    .experiment('broken')
    .use(() => 1)
    .try('old', () => 1)
    .try('new', () => {
      throw new RangeError('bad scale');
    })
    .when(() => true)
    .run();
  return lab;
}

/** What an assertion says; undefined if it holds. */
function said(assert: () => void): string | undefined {
  try {
    assert();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('an assertion about matches', () => {
  it('holds where an experiment matched and did nothing else', () => {
    const lab = eventful();
    expect(said(() => assertMatched(lab, 'fine'))).toBeUndefined();
    expect(said(() => assertMatched(lab, 'fine', { times: 1 }))).toBeUndefined();
    expect(lab).toHaveMatched('fine');
    expect(lab).not.toHaveMatched('quote');
  });

  it('says what differed, in full', () => {
    expect(said(() => assertMatched(eventful(), 'quote'))).toBe(
      [
        "expected 'quote' to have matched, and nothing else",
        '',
        "Recorded of 'quote': 2 calls, 2 trials (1 match, 1 mismatch).",
        '',
        'quote: mismatch in candidate',
        '  control 0.000 ms, candidate 0.000 ms',
        '  path              control  candidate  delta',
        '  $.lines[0].price  200      201        +1',
      ].join('\n'),
    );
  });

  it('counts, and does not count what was excused', () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try((n) => Math.abs(n))
      .ignore(() => true)
      .wrap();
    run(-1);
    expect(said(() => assertMatched(lab, 'e'))).toContain('1 trial (1 ignored)');
    run(1);
    expect(said(() => assertMatched(lab, 'e', { times: 1 }))).toBeUndefined();
    expect(said(() => assertMatched(lab, 'e', { times: 2 }))).toContain('exactly 2 times');
  });

  it('does not hold, nor its opposite, of what was never called', () => {
    const lab = eventful();
    expect(said(() => assertMatched(lab, 'qoute'))).toContain(
      "'qoute' was never called here; called were 'quote', 'fine', 'broken'.",
    );
    expect(said(() => expect(lab).not.toHaveMatched('qoute'))).toContain('was never called here');
    expect(said(() => expect(lab).not.toHaveMismatched('qoute'))).toContain('was never called here');
    expect(said(() => assertMismatched(lab, 'qoute', { times: 0 }))).toContain('was never called here');
    expect(said(() => expect(testLaboratory()).not.toHaveSkipped('e'))).toContain('See useLaboratory');
  });

  it('does not hold of what was never called either where it is said how often: never', () => {
    const lab = eventful();
    expect(said(() => assertMatched(lab, 'qoute', { times: 0 }))).toContain('was never called here');
    expect(said(() => assertSkipped(lab, 'qoute', 'when', { times: 0 }))).toContain('was never called here');
    const typing = { experiment: 'qoute' };
    expect(said(() => assertFaulted(lab, 'when', { ...typing, times: 0 }))).toContain(
      'was never called here',
    );
    expect(said(() => expect(lab).not.toHaveFaulted('when', typing))).toContain('was never called here');
    expect(said(() => assertFaulted(testLaboratory(), 'when', { times: 0 }))).toContain('No fault was told.');
    assertSkipped(lab, 'quote', 'when', { times: 0 });
    assertFaulted(lab, 'when', { experiment: 'quote', times: 0 });
  });

  it('does not say what only the end of what is in flight can say', async () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try(async (n) => n)
      .wrap();
    run(1);
    for (const early of [
      () => expect(lab).not.toHaveMatched('e'),
      () => expect(lab).not.toHaveMismatched('e'),
      () => expect(lab).not.toHaveTripped('e'),
      () => assertMismatched(lab, 'e', { times: 0 }),
    ])
      expect(said(early)).toContain('1 trial still in flight: await lab.settle() before.');
    await lab.settle();
    expect(lab).not.toHaveMismatched('e');
    expect(lab).not.toHaveTripped('e');
    run(2);
    expect(said(() => assertMatched(lab, 'e'))).toContain('1 trial still in flight');
    await lab.settle();
    assertMatched(lab, 'e', { times: 2 });
  });

  it('says that something is still in flight', () => {
    const lab = testLaboratory();
    lab
      .experiment('e')
      .use(() => 1)
      .try(never)
      .run();
    expect(said(() => assertMatched(lab, 'e'))).toContain(
      '1 trial still in flight: await lab.settle() before.',
    );
  });
});

describe('an assertion about mismatches', () => {
  it.each([
    {},
    { at: '$.lines[0].price' },
    { at: '$.lines[*].price', times: 1 },
    { at: '$.lines[0].price', control: 200, candidate: 201 },
    { candidate: { total: 200, lines: [{ price: 201 }, { price: 2 }] } },
    { variant: 'candidate' },
    { at: '$.lines[0].price', control: expect.any(Number) },
    { outcome: 'match', times: 1 } as const,
  ])('holds of one that is like %o', (options) => {
    const lab = eventful();
    expect(said(() => assertMismatched(lab, 'quote', options))).toBeUndefined();
    expect(lab).toHaveMismatched('quote', options);
    expect(said(() => expect(lab).not.toHaveMismatched('quote', options))).toContain(
      "expected 'quote' not to have",
    );
  });

  it.each([
    [{ at: '$.total' }, 'to have mismatched at $.total'],
    [{ at: '$.lines[1].price' }, 'to have mismatched at $.lines[1].price'],
    [{ at: '$.lines[0].price', candidate: 202 }, 'to have mismatched at $.lines[0].price with candidate 202'],
    [{ control: undefined }, 'to have mismatched with control "[undefined]"'],
    [{ times: 2 }, 'to have mismatched, exactly 2 times'],
    [{ outcome: 'timeout' } as const, 'to have ended in timeout'],
  ])('does not hold of %o, and says so', (options, message) => {
    const lab = eventful();
    expect(said(() => assertMismatched(lab, 'quote', options))).toContain(`expected 'quote' ${message}\n`);
    expect(said(() => expect(lab).toHaveMismatched('quote', options))).toContain(message);
    expect(lab).not.toHaveMismatched('quote', options);
  });

  it('does not hold, nor its opposite, of a candidate that there is none of, and names those that there are', () => {
    const lab = eventful();
    const typing = { variant: 'nwe', outcome: 'candidate_error' } as const;
    const message = "'broken' has no candidate 'nwe'; its candidates are 'old', 'new'.";
    expect(said(() => assertMismatched(lab, 'broken', typing))).toContain(message);
    expect(said(() => assertMismatched(lab, 'broken', { ...typing, times: 0 }))).toContain(message);
    expect(said(() => expect(lab).not.toHaveMismatched('broken', typing))).toContain(message);
    expect(said(() => expect(lab).not.toHaveMismatched('quote', { variant: 'control' }))).toContain(
      "'quote' has no candidate 'control'; its candidates are 'candidate'.",
    );
    const run = lab
      .experiment('bare')
      .use(() => 1)
      .wrap();
    run();
    expect(said(() => expect(lab).not.toHaveMismatched('bare', { variant: 'new' }))).toContain(
      "'bare' has no candidate.",
    );
    expect(lab).not.toHaveMismatched('broken', { variant: 'old' });
    lab.clear();
    expect(lab).not.toHaveMismatched('broken', { variant: 'new' });
  });

  it('does not hold, nor its opposite, of what was killed and never called', () => {
    const lab = eventful();
    lab.kill('qoute');
    for (const early of [
      () => expect(lab).not.toHaveMismatched('qoute'),
      () => expect(lab).not.toHaveSkipped('qoute'),
      () => expect(lab).not.toHaveTripped('qoute'),
      () => assertSkipped(lab, 'qoute', 'killed', { times: 0 }),
    ])
      expect(said(early)).toContain("'qoute' was never called here; called were 'quote', 'fine', 'broken'.");
  });

  it('knows each candidate’s own outcome', () => {
    const lab = eventful();
    assertMismatched(lab, 'broken', {
      outcome: 'candidate_error',
      variant: 'new',
      candidate: new RangeError('bad scale'),
    });
    expect(
      said(() => assertMismatched(lab, 'broken', { outcome: 'candidate_error', variant: 'old' })),
    ).toContain('candidate threw RangeError: bad scale'.replace('candidate', 'new'));
  });
});

describe('an assertion about skips', () => {
  it('holds by the reason, and says the reasons that there were', () => {
    const lab = eventful();
    lab.kill('quote', { by: 'ops', reason: 'incident 4711' });
    lab
      .experiment('quote')
      .use(() => 1)
      .try(() => 1)
      .run();
    assertSkipped(lab, 'quote');
    assertSkipped(lab, 'quote', 'killed', { times: 1 });
    expect(lab).not.toHaveSkipped('fine');
    const message = said(() => assertSkipped(lab, 'quote', 'when'));
    expect(message).toContain("expected 'quote' to have been skipped for 'when'");
    expect(message).toContain('3 calls, 2 trials (1 match, 1 mismatch), 1 skip (1 killed).');
    expect(message).toContain('It is stopped: killed by ops, incident 4711.');
  });
});

describe('an assertion about faults', () => {
  it('holds by stage, experiment and what it says, and lists them otherwise', () => {
    const lab = eventful();
    lab
      .experiment('faulty')
      .use(() => 1)
      .try(() => 1)
      .when(() => {
        throw new Error('no such user');
      })
      .run();
    assertFaulted(lab, 'when');
    assertFaulted(lab, 'when', { experiment: 'faulty', message: 'no such', times: 1 });
    expect(lab).toHaveFaulted('when', { message: /user$/ });
    const everywhere = /user/g;
    for (const _ of ['once', 'again']) expect(lab).toHaveFaulted('when', { message: everywhere });
    expect(lab).not.toHaveFaulted('compare');
    expect(said(() => assertFaulted(lab, 'when', { experiment: 'quote' }))).toBe(
      [
        "expected the laboratory to have told a fault at when in 'quote'",
        '',
        "fault at when in 'faulty': Error: no such user",
      ].join('\n'),
    );
  });
});

describe('an assertion about stops and verdicts', () => {
  it('holds once a guardrail has tripped, and shows how far they are otherwise', () => {
    const lab = testLaboratory({ defaults: { guardrails: { slower: false } } });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        throw new Error('no');
      })
      .wrap();
    for (let call = 0; call < 4; call++) run();
    const message = said(() => assertTripped(lab, 'e', 'errors'));
    expect(message).toContain("expected 'e' to have been stopped by the guardrail 'errors'");
    expect(message).toMatch(/errors: 4 of 4, evidence more than a million of the 100 needed/);
    run();
    assertTripped(lab, 'e', 'errors');
    expect(lab).toHaveTripped('e');
    expect(lab).not.toHaveTripped('e', 'slower');
    expect(said(() => assertTripped(testLaboratory(), 'e'))).toContain('Its guardrails are off.');
  });

  it('holds when there is enough evidence, and says what is missing otherwise', async () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 3_525; call++) run();
    expect(said(() => assertReady(lab, 'e'))).toContain("expected 'e' to be ready\n\nIt is undecided: ");
    await lab.advance(86_400_000);
    assertReady(lab, 'e');
    expect(lab).toBeReady('e');
  });
});

describe('an assertion about telemetry', () => {
  it('holds of events, spans and metrics, of a laboratory or a recording, and shows those of that name', () => {
    const lab = eventful();
    assertPublished(lab, 'labcoat.mismatch', { 'labcoat.experiment.name': 'quote' });
    assertPublished(lab.telemetry, 'candidate quote');
    expect(lab).toHavePublished('labcoat.comparisons', { 'labcoat.outcome': 'match' });
    expect(lab).not.toHavePublished('labcoat.comparisons', { 'labcoat.outcome': 'timeout' });
    const message = said(() => assertPublished(lab, 'labcoat.mismatch', { 'labcoat.variant.name': 'x' }));
    expect(message).toContain('to have labcoat.mismatch with labcoat.variant.name "x"');
    expect(message).toContain('"labcoat.fingerprint": "$.lines[*].price changed"');
    expect(said(() => assertPublished(lab, 'labcoat.change'))).toContain('Published was labcoat.mismatch, ');
    expect(said(() => assertPublished(recordTelemetry(), 'labcoat.mismatch'))).toContain(
      'Nothing was published yet.',
    );
  });

  it('says what was expected where JSON has no word for it', () => {
    const lab = eventful();
    const odd = { a: undefined, b: 1n, c: expect.stringContaining('x') };
    const message = said(() => assertPublished(lab, 'labcoat.mismatch', odd));
    expect(message).toContain('with a "[undefined]" and b "[1n]" and c StringContaining "x"');
    const mismatch = { control: expect.closeTo(10, 1), candidate: expect.any(Number) };
    expect(said(() => assertMismatched(lab, 'quote', mismatch))).toContain(
      'with control NumberCloseTo 10 (1 digit) and candidate Any<Number>',
    );
  });
});

describe('the name of what was published', () => {
  it('is refused where nothing is ever published by it, so that not to have it means something', () => {
    const message = /"labcoat\.mismach"\): is never published; give one of labcoat\.mismatch, /;
    expect(() => assertPublished(eventful(), 'labcoat.mismach')).toThrow(message);
    expect(() => expect(eventful()).not.toHavePublished('labcoat.mismach')).toThrow(message);
  });
});

describe('what is asked', () => {
  it('is asked of a laboratory', () => {
    expect(() => assertMatched({} as never, 'e')).toThrow(
      'assertMatched(an object): give what testLaboratory() answered',
    );
    expect(() => expect({}).toHaveMatched('e')).toThrow(
      'toHaveMatched(an object): give what testLaboratory() answered',
    );
    expect(() => assertPublished({} as never, 'e')).toThrow(
      'give what testLaboratory() or recordTelemetry()',
    );
    expect(() => assertReady({} as never, 'e')).toThrow('give a laboratory');
    expect(() => assertMismatched(testLaboratory(), 'e', { att: '$.x' } as never)).toThrow(
      'assertMismatched("att"): is no option; the options are times, at, outcome, variant, control, candidate',
    );
  });

  it('is known by runners as a failed assertion', () => {
    expect(() => assertMatched(testLaboratory(), 'e')).toThrow(
      expect.objectContaining({ name: 'AssertionError', code: 'ERR_ASSERTION' }),
    );
  });

  it('is a matcher for each function, and the reverse', () => {
    expect(Object.keys(matchers)).toEqual([
      'toHaveMatched',
      'toHaveMismatched',
      'toHaveSkipped',
      'toHaveFaulted',
      'toHaveTripped',
      'toBeReady',
      'toHavePublished',
    ]);
  });
});
