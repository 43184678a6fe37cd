import { describe, expect, it, type Result, runFile } from '../vitest.js';

/** What the service tells of itself. */
export interface Told {
  readonly faults: readonly string[];
  readonly published: readonly string[];
  readonly experiments: Readonly<Record<string, Standing>>;
}

interface Standing {
  readonly calls: number;
  readonly active: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly killed: number;
  readonly rate: number | undefined;
}

/** Answers what the service does. */
export type Ask = (path: string) => Promise<unknown>;

/** The service is asked over HTTP, many requests at a time. */
export function testRequests(ask: Ask): Promise<Result[]> {
  return runFile('in requests', async () => declare(ask));
}

function declare(ask: Ask): void {
  /** Eight requests at a time, of which each says another number. */
  const askMany = (path: string) =>
    Promise.all(Array.from({ length: 8 }, (_, index) => ask(`/${path}/${index + 1}`)));
  const drained = async () => (await ask('/drain')) as Told;

  describe.each([
    ['while the clock goes on', '/told', 1],
    ['while the clock stands still', '/stop', 2],
  ])('%s', (_, prepare: string, time: number) => {
    it('each has what its own control gives', async () => {
      await ask(prepare);
      for (const name of ['sync', 'slow', 'after', 'hanging', 'inside']) {
        const factor = name === 'sync' ? 2 : 1;
        expect(await askMany(name)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => n * factor));
      }
    });

    it('a trial outlives the request that it began in', async () => {
      const { experiments } = await drained();
      for (const name of ['sync', 'slow', 'after', 'inside'])
        expect(experiments[name]).toMatchObject({
          calls: 8 * time,
          active: 0,
          outcomes: { match: 8 * time },
        });
    });

    it('a candidate that never settles is timed out and gives its place back', async () => {
      const { experiments } = await drained();
      expect(experiments.hanging).toMatchObject({ active: 0, outcomes: { timeout: 8 * time } });
    });

    it('every trial is published, by a publisher that takes its time', async () => {
      const { published } = await drained();
      const of = (outcome: string) => published.filter((each) => each.startsWith(outcome)).length;
      const names = ['sync: match', 'slow: match', 'after: match', 'inside: match', 'hanging: timeout'];
      expect(names.map(of)).toEqual(names.map(() => 8 * time));
    });
  });

  it('a ramp does not take the time before the first one for its dwelling', async () => {
    for (let time = 0; time < 5; time++) await askMany('ramped');
    expect((await drained()).experiments.ramped).toMatchObject({ calls: 40, rate: 0.5 });
  });

  it('what is stopped at the top of a module is stopped, and publishers are told', async () => {
    await askMany('stopped');
    const { experiments, published } = await drained();
    expect(experiments.stopped).toMatchObject({ calls: 8, killed: 8 });
    expect(published).toContain('stopped: killed');
  });

  it('nothing is told but what the runtime lacks', async () => {
    const { faults } = await drained();
    const isLack = (fault: string) => LACKS.some((lack) => fault.includes(lack));
    expect(faults.filter((fault) => !isLack(fault))).toEqual([]);
  });
}

/** The second: when something is stopped there, nothing can wait for a later turn nor for a request. */
const LACKS = ['this runtime', 'within global scope'];
