import { describe, expect, it } from 'vitest';
import { tally } from '../../src/index.js';
import { bench } from '../harness.js';

/** The tally of a process whose candidate was called so often, and differed every so many-th time. */
function counted(calls: number, everyOther = Number.POSITIVE_INFINITY) {
  const { lab } = bench();
  const run = lab
    .experiment('e')
    .use((_: number) => 1)
    .try((call) => (call % everyOther === 0 ? 2 : 1))
    .wrap();
  for (let call = 1; call <= calls; call++) run(call);
  const { candidate } = lab.report('e').variants;
  if (candidate === undefined) throw new Error('the candidate was never tried');
  return candidate;
}

describe('tallies of several processes', () => {
  it('come to a verdict together that none of them comes to alone', () => {
    const [one, other] = [counted(2_000), counted(1_525)];
    expect(tally.verdict(one)).toMatchObject({ verdict: 'undecided', cleanRunsNeeded: 1_525 });
    expect(tally.verdict(tally.merge(one, other))).toMatchObject({ verdict: 'ready' });
    expect(tally.verdict(tally.merge(one, other), { target: 0.0001 }).verdict).toBe('undecided');
  });

  it('are judged alike as they are, and come back from JSON', () => {
    const sum = tally.merge(counted(400, 100), counted(600));
    expect(sum).toMatchObject({ started: 1_000, settled: 1_000, outcomes: { match: 996, mismatch: 4 } });
    const back = JSON.parse(JSON.stringify(sum));
    expect(back).toEqual(sum);
    expect(tally.verdict(back, { target: 0.02 })).toEqual(tally.verdict(sum, { target: 0.02 }));
    expect(tally.verdict(sum, { target: 0.02 }).why).toMatch(/^4 failures in 1 000 runs/);
  });

  it('of an earlier version, which knew fewer outcomes, count none of them', () => {
    const sum = counted(600, 100);
    const { transient, ...outcomes } = sum.outcomes;
    expect(transient).toBe(0);
    expect(tally.verdict({ ...sum, outcomes } as never)).toEqual(tally.verdict(sum));
  });

  it('have no verdict where too many were ignored', () => {
    const some = counted(1_000);
    const ignored = { ...some, outcomes: { ...some.outcomes, match: 700, ignored: 300 } };
    expect(tally.verdict(ignored).why).toBe('300 of 1 000 runs ignored: too many for a verdict');
  });
});
