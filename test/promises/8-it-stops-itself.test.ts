import { describe, expect, it } from 'vitest';
import {
  type Change,
  type ExperimentOptions,
  type LaboratoryOptions,
  laboratory,
  memory,
  onTrial,
} from '../../src/index.js';
import { AUDIENCES, bench, CALM, given, sleep } from '../harness.js';

/** An experiment whose candidate does what it is told, and how often it ran. */
function arrange(
  candidate: (call: number) => unknown,
  options: ExperimentOptions = {},
  surroundings: LaboratoryOptions = {},
) {
  const { lab, faults } = bench(surroundings);
  const ran: number[] = [];
  const changes: Change[] = [];
  lab.on('tripped', (change) => void changes.push(change));
  const build = () =>
    lab
      .experiment('e', { guardrails: CALM, ...options })
      .use((call: number) => call as unknown)
      .try((call) => {
        ran.push(call);
        return candidate(call);
      });
  return { lab, faults, ran, changes, build, run: build().wrap() };
}

const broken = () => {
  throw undefined;
};

describe('a candidate that is bad is stopped by what was seen of it', () => {
  it.each(AUDIENCES)('in a tight loop, whose every call still gets the control’s value: %s', (_, heard) => {
    const { ran, run } = arrange(broken, {}, heard);
    const values = Array.from({ length: 1_000 }, (_, call) => run(call));
    expect(values).toEqual(Array.from({ length: 1_000 }, (_, call) => call));
    expect(ran).toEqual([0, 1, 2, 3, 4]);
  });

  it('also where the experiment is built anew for each call', () => {
    const { ran, build } = arrange(broken);
    for (let call = 0; call < 1_000; call++) build().run(call);
    expect(ran.length).toBe(5);
  });

  it('when its promises are rejected', async () => {
    const { ran, run, lab } = arrange(async () => broken());
    for (let call = 0; call < 100; call++) {
      run(call);
      await lab.drain();
    }
    expect(ran.length).toBe(5);
  });

  it('when it never answers within its time, and those in flight are told by their signal', async () => {
    const aborted: number[] = [];
    const { ran, run, lab } = arrange(
      (call) => {
        onTrial()?.signal.addEventListener('abort', () => void aborted.push(call));
        return new Promise(() => {});
      },
      { timeoutMs: 1, maxInFlight: 1_000 },
    );
    while (lab.report('e').stopped === undefined && ran.length < 1_000) {
      run(ran.length);
      await sleep(1);
    }
    expect(lab.report('e').stopped).toBeDefined();
    const before = ran.length;
    for (let call = 0; call < 100; call++) run(call);
    expect(ran.length).toBe(before);
    expect([...aborted].sort((one, other) => one - other)).toEqual(ran);
  });

  it('and says which guardrail it was, what it had counted, and how strong the evidence is', () => {
    const { changes, lab, run } = arrange(broken);
    for (let call = 0; call < 10; call++) run(call);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ event: 'tripped', experiment: 'e' });
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'errors', n: 5, k: 5, limit: 0.01 });
    expect(lab.report('e').skips.guardrail).toBe(5);
    expect(lab.report('e')).toMatchObject({
      verdict: 'not-ready',
      why: 'stopped by the errors guardrail after 5 runs',
    });
  });

  it.each(AUDIENCES)('and stays stopped until it is revived; then it is judged afresh: %s', (_, heard) => {
    const { ran, lab, run } = arrange((call) => (call < 100 ? broken() : call), {}, heard);
    for (let call = 0; call < 50; call++) run(call);
    lab.revive('e');
    for (let call = 100; call < 200; call++) run(call);
    expect(ran.length).toBe(105);
  });

  it('also after a restart of the process', () => {
    const { ran, lab, run } = arrange(broken);
    for (let call = 0; call < 10; call++) run(call);
    const next = laboratory({ publishers: [memory()] });
    next.restore(JSON.parse(JSON.stringify(lab.save())));
    const again = next
      .experiment('e', { guardrails: CALM })
      .use((call: number) => call as unknown)
      .try((call) => ran.push(call))
      .wrap();
    expect(given(() => again(11))).toEqual({ returned: 11 });
    expect(ran.length).toBe(5);
  });
});

describe('a candidate that is as good as the control is left alone', () => {
  it.each(AUDIENCES)('however often it runs: %s', (_, heard) => {
    const { ran, run, lab } = arrange((call) => call, {}, heard);
    for (let call = 0; call < 20_000; call++) run(call);
    expect(ran.length).toBe(20_000);
    expect(lab.report('e').stopped).toBeUndefined();
  });

  it('when both fail alike', () => {
    const { lab } = bench();
    const fails = () => {
      throw new Error('out of stock');
    };
    const run = lab.experiment('e', { guardrails: CALM }).use(fails).try(fails).wrap();
    for (let call = 0; call < 1_000; call++)
      expect(given(run)).toMatchObject({ threw: { message: 'out of stock' } });
    expect(lab.report('e')).toMatchObject({ trials: 1_000, outcomes: { match: 1_000 } });
  });
});
