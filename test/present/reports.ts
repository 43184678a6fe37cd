import { type ExperimentOptions, type Laboratory, laboratory, type Report } from '../../src/index.js';
import { CALM, seeded } from '../harness.js';

const NOON = Date.UTC(2026, 0, 10, 12);

/** A laboratory in which a call takes a millisecond and a minute passes between two calls. */
export function minutely(): { lab: Laboratory; pass: (ms: number) => void } {
  let now = NOON;
  const lab = laboratory({ publishers: [], now: () => now, random: seeded(1), onFault: () => {} });
  const pass = (ms: number) => {
    now += ms;
  };
  return { lab, pass };
}

export interface Trialled extends ExperimentOptions {
  readonly name?: string;
  readonly runs?: number;
  readonly control?: (run: number) => unknown;
  readonly candidate?: (run: number) => unknown;
}

/** The report of an experiment that has been run so many times, a minute apart. */
export function reportOf(trialled: Trialled = {}, { lab, pass } = minutely()): Report {
  const { name = 'pricing.quote', runs = 100, control = () => 1, candidate = () => 1, ...options } = trialled;
  const run = lab
    .experiment(name, { guardrails: CALM, ...options })
    .use((each: number) => {
      pass(1);
      return control(each);
    })
    .try((each) => {
      pass(2);
      return candidate(each);
    })
    .wrap();
  for (let each = 0; each < runs; each++) {
    run(each);
    pass(60_000);
  }
  return lab.report(name);
}

const quote = (tax: number, note: string) => ({ lines: [{ tax, note }], total: 100 });

/** One that differs now and then, in a number and in a text. */
export function differing(options: Trialled = {}): Report {
  return reportOf({
    capture: 'values',
    control: () => quote(19.99, 'incl. VAT'),
    candidate: (run) =>
      run % 10 === 3 ? quote(19.98, run % 20 === 3 ? 'excl. VAT' : 'incl. VAT') : quote(19.99, 'incl. VAT'),
    ...options,
  });
}

/** One of each verdict, and what else there is to be shown. */
export function everything(): Report[] {
  const bench = minutely();
  reportOf({ name: 'ready', runs: 3600, goal: { dwellMs: 0 } }, bench);
  reportOf({ name: 'stopped', runs: 20, guardrails: { ...CALM, errors: {} }, candidate: fail }, bench);
  reportOf(
    { name: 'climbing', runs: 300, ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 }, owner: 'ada' },
    bench,
  );
  bench.lab.kill('climbing', { by: 'ada', reason: 'incident 12' });
  bench.lab.revive('climbing', { by: 'ada' });
  const noisy = bench.lab
    .experiment('noisy', { noise: 1, guardrails: CALM })
    .use(() => 1)
    .try('one', () => 1)
    .try('other', () => 1)
    .measure('value', (value) => value);
  for (let run = 0; run < 50; run++) noisy.run();
  return bench.lab.reports();
}

function fail(): never {
  throw new Error('broken');
}
