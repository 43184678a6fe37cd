import { describe, expect, it } from 'vitest';
import { type ControlDesk, type Directive, onTrial, type Variant } from '../../src/index.js';
import { bench, deferred } from '../harness.js';

const SENSELESS: [string, unknown, string][] = [
  ['a rate that is a text', { rate: '0.5' }, "the rate of 'e' is 0.5; give a rate from 0 to 1"],
  ['a rate that is no number', { rate: Number.NaN }, "the rate of 'e' is NaN; give a rate from 0 to 1"],
  ['a rate above 1', { rate: 5 }, "the rate of 'e' is 5; give a rate from 0 to 1"],
  ['a rate below 0', { rate: -1 }, "the rate of 'e' is -1; give a rate from 0 to 1"],
  ['a stop that is no boolean', { isStopped: 'yes' }, "whether 'e' is stopped is string; say true or false"],
  ['a reason that is no text', { isStopped: true, reason: 7 }, "the reason for 'e' is number; give a text"],
  ['a text', 'stop', "what is wanted of 'e' is string; give an object such as { isStopped: true }"],
  [
    'an object that cannot be read',
    {
      get rate() {
        throw new Error('broken');
      },
    },
    'broken',
  ],
];

/** An experiment that is controlled from outside, at every call and at the desk. */
function controlled(direct?: () => unknown) {
  let desk!: ControlDesk;
  const start = (own: ControlDesk) => {
    desk = own;
  };
  const source = { name: 'flags', start, direct: direct as never };
  const made = bench({ controls: [source], random: () => 0 });
  const run = made.lab
    .experiment('e')
    .use(() => 1)
    .try(() => 1)
    .wrap();
  return { ...made, run, desk };
}

describe('a control source that says what nobody can mean', () => {
  it.each(SENSELESS)('of a call keeps it off trial, and is told: %s', (_, said, message) => {
    const { lab, faults, run } = controlled(() => said);
    expect(run()).toBe(1);
    expect(lab.report('e')).toMatchObject({ calls: 1, trials: 0, skips: { fault: 1 } });
    expect(faults).toMatchObject([{ experiment: 'e', stage: 'control', error: { message } }]);
  });

  it.each(SENSELESS)('at its desk changes nothing, and is told: %s', (_, said, message) => {
    const { lab, faults, desk, run } = controlled();
    desk.set('e', { rate: 0 });
    desk.set('e', said as Directive);
    run();
    expect(lab.report('e')).toMatchObject({ trials: 0, skips: { 'not-sampled': 1 } });
    expect(faults).toMatchObject([{ experiment: 'e', stage: 'control', error: { message } }]);
  });

  it.each(SENSELESS)('of a trial in flight lets it go on, and is told: %s', async (_, said) => {
    let directive: unknown;
    const { lab, faults, desk } = controlled(() => directive);
    const work = deferred<void>();
    let variant: Variant | undefined;
    const candidate = () => {
      variant = onTrial();
      return work.promise;
    };
    lab
      .experiment('f')
      .use(async () => {})
      .try(candidate)
      .run();
    directive = said;
    desk.changed('f');
    expect(variant?.signal.aborted).toBe(false);
    expect(faults).toMatchObject([{ experiment: 'f', stage: 'control' }]);
    work.resolve();
    await lab.drain();
    expect(lab.report('f').outcomes.match).toBe(1);
  });

  it.each([null, undefined])('says nothing of a call by %s, and takes nothing back by it', (said) => {
    const { lab, faults, desk, run } = controlled(() => said);
    run();
    expect(lab.report('e').trials).toBe(1);
    expect(faults).toEqual([]);
    desk.set('e', { isStopped: true });
    desk.set('e', said as never);
    run();
    expect(lab.report('e')).toMatchObject({ trials: 1, stopped: 'killed' });
    expect(faults).toMatchObject([{ experiment: 'e', stage: 'control' }]);
  });
});

it.each([5, null, {}, new Error('broken'), Symbol('why'), Object.create(null)])(
  'a note is written down in words, whatever it is made of: %o',
  (word) => {
    const { lab, desk, run } = controlled();
    const note = { by: word as string, reason: word as string };
    lab.kill('e', note);
    lab.revive('e', note);
    lab.override('e', { rate: 0.5 }, note);
    desk.changed('e', { from: word as string, to: word as string, reason: word as string });
    run();
    const next = bench().lab;
    next.restore(JSON.parse(JSON.stringify(lab.save())));
    expect(next.report('e').changes).toEqual(lab.report('e').changes);
    for (const { by, reason } of lab.report('e').changes)
      expect([typeof by, typeof reason]).toEqual(['string', word === null ? 'undefined' : 'string']);
  },
);
