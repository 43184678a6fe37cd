import { expect, it } from 'vitest';
import { bench, deferred, sleep } from '../harness.js';

it.each(['at once', 'later'])(
  'a comparator that stops its own experiment, and answers %s, is no fault',
  async (when) => {
    const { lab, faults } = bench();
    const answer = deferred<boolean>();
    const asked = lab
      .experiment('e')
      .use(() => 1)
      .compare(() => {
        lab.kill('e');
        return when === 'later' ? answer.promise : false;
      })
      .ignore(() => false)
      .measure('m', (value) => value);
    asked.try(() => 2).run();
    answer.resolve(false);
    await sleep(5);
    expect(faults).toEqual([]);
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  },
);

it('values whose getters stop their own experiment each time that they are read end their trial once', async () => {
  const { lab } = bench();
  const make = async () => ({
    get lazy() {
      lab.kill('e');
      return 1;
    },
  });
  const run = lab.experiment('e').use(make).try(make).wrap();
  for (let time = 0; time < 3; time++) {
    await run();
    await lab.drain();
    expect(lab.report('e').active).toBe(0);
    lab.revive('e');
  }
  expect(lab.report('e').outcomes.ignored).toBe(3);
});

it('values whose getters call the experiment again are compared in proportion to their depth', () => {
  const { lab } = bench();
  let calls = 0;
  const make = (id: number): any => {
    calls += 1;
    return {
      id,
      get next() {
        return id === 0 ? null : run(id - 1);
      },
    };
  };
  const run: (id: number) => any = lab.experiment('lazy').use(make).try(make).wrap();
  run(8);
  // Now 3 ** 9: reading a value while it is compared begins another trial, whose values are read.
  expect(calls).toBeLessThan(100);
});
