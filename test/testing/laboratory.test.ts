import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '../../src/index.js';
import { testLaboratory } from '../../src/testing/index.js';
import { never } from '../harness.js';

/** An experiment of numbers in a laboratory of its own. */
function numbers(define: (lab: ReturnType<typeof testLaboratory>) => Experiment<(n: number) => number>) {
  const lab = testLaboratory();
  return { lab, run: define(lab).run };
}

describe('a test laboratory', () => {
  it('puts every call on trial whatever the experiment samples, and records what came of it', () => {
    const { lab, run } = numbers((lab) =>
      lab
        .experiment('e')
        .use((n: number) => n)
        .try((n) => n + 1)
        .sample({ rate: 0.01, by: String }),
    );
    for (let n = 0; n < 20; n++) run(n);
    expect(lab.trials).toHaveLength(20);
    expect(lab.trials[7]).toMatchObject({ experiment: 'e', candidates: [{ outcome: 'mismatch', value: 8 }] });
  });

  it('lets a ramp climb by the book, and puts all calls on trial meanwhile', () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('e', { ramp: true })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    expect(lab.report('e')).toMatchObject({ trials: 1, ramp: { rate: 0.01 } });
  });

  it('decides by a list, call by call, and not at all after it', () => {
    const lab = testLaboratory({ decisions: [true, false, true] });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 5; call++) run();
    expect(lab.report('e')).toMatchObject({ trials: 2, skips: { 'not-sampled': 3 } });
  });

  it('decides for one experiment apart from the others', () => {
    const lab = testLaboratory();
    lab.decide('never', 'off');
    for (const name of ['on', 'off', 'on'])
      lab
        .experiment(name)
        .use(() => 1)
        .try(() => 1)
        .run();
    expect(lab.trials.map(({ experiment }) => experiment)).toEqual(['on', 'on']);
    expect(lab.skips).toEqual([{ experiment: 'off', reason: 'not-sampled' }]);
  });

  it('leaves it to the experiment with a seed, and the same seed decides alike', () => {
    const chosen = (seed: number) => {
      const lab = testLaboratory({ decisions: { seed } });
      const run = lab
        .experiment('e')
        .use((n: number) => n)
        .try((n) => n)
        .context((n) => ({ n }))
        .sample(0.3)
        .wrap();
      for (let n = 0; n < 200; n++) run(n);
      return lab.trials.map(({ context }) => context.n);
    };
    expect(chosen(7)).toEqual(chosen(7));
    expect(chosen(7)).not.toEqual(chosen(8));
    expect(chosen(7).length).toBeGreaterThan(30);
    expect(chosen(7).length).toBeLessThan(90);
  });

  it('still asks when, and obeys kill and override', () => {
    const lab = testLaboratory();
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try((n) => n)
      .when((n) => n > 0)
      .wrap();
    run(0);
    lab.override('e', { rate: 0 });
    run(1);
    lab.kill('e');
    run(1);
    expect(lab.skips.map(({ reason }) => reason)).toEqual(['when', 'not-sampled', 'killed']);
    expect(lab.changes.map(({ event }) => event)).toEqual(['overridden', 'killed']);
  });

  it('records faults, and tells them to whom was given besides', () => {
    const heard: unknown[] = [];
    const lab = testLaboratory({
      onFault(fault) {
        heard.push(fault.stage);
        throw new Error('deaf');
      },
    });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .when(() => {
        throw new Error('no');
      })
      .run();
    expect(heard).toEqual(['when']);
    expect(lab.faults).toMatchObject([{ experiment: 'e', stage: 'when' }, { stage: 'onFault' }]);
  });

  it('has no guardrails unless somebody asks for them, and those of an experiment hold', () => {
    const lab = testLaboratory();
    const broken = (): number => {
      throw new Error('no');
    };
    const plain = lab
      .experiment('plain')
      .use(() => 1)
      .try(broken)
      .wrap();
    const guarded = lab
      .experiment('guarded', { guardrails: { minFailures: 5 } })
      .use(() => 1)
      .try(broken)
      .wrap();
    for (let call = 0; call < 10; call++) {
      plain();
      guarded();
    }
    expect(lab.report('plain')).toMatchObject({ trials: 10, guardrails: [] });
    expect(lab.report('guarded')).toMatchObject({ trials: 5, stopped: 'guardrail' });
    expect(lab.changes).toMatchObject([{ event: 'tripped', experiment: 'guarded' }]);
  });

  it('has a clock that stands still, and moves when it is told to', async () => {
    const lab = testLaboratory({ startAt: 1_000 });
    const run = lab
      .experiment('e', { expires: new Date(5_000) })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    expect(lab.trials).toMatchObject([{ startedAt: 1_000, control: { durationMs: 0 } }]);
    await lab.advance(4_000);
    run();
    expect(lab.now).toBe(5_000);
    expect(lab.skips).toMatchObject([{ reason: 'expired' }]);
  });

  it('forgets what it recorded when it is cleared, and goes on', () => {
    const { lab, run } = numbers((lab) =>
      lab
        .experiment('e')
        .use((n: number) => n)
        .try((n) => n),
    );
    run(1);
    lab.clear();
    expect(lab.trials).toEqual([]);
    run(2);
    expect(lab.trials).toHaveLength(1);
  });

  it('is not shared with any other one', () => {
    const [one, other] = [testLaboratory(), testLaboratory()];
    one
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .run();
    expect(one.trials).toHaveLength(1);
    expect(other.trials).toEqual([]);
    expect(other.telemetry.events).toEqual([]);
  });

  it.each([
    [{ now: () => 0 }, 'testLaboratory("now"): is its own'],
    [{ decisions: 'sometimes' }, "give 'always', 'never'"],
    [{ durations: { control: -1 } }, 'fabricateDurations: control (-1): give milliseconds from 0'],
    [{ sampleRates: 1 }, 'is no option'],
  ])('refuses what cannot be meant: %o', (options, message) => {
    expect(() => testLaboratory(options as never)).toThrow(message);
  });
});

describe('settle', () => {
  it('times out at once what never settles, by the laboratory’s own clock', async () => {
    const lab = testLaboratory();
    lab
      .experiment('e', { timeoutMs: 60_000 })
      .use(() => 1)
      .try(never)
      .run();
    const before = lab.now;
    await lab.settle();
    expect(lab.trials[0]?.candidates[0]).toMatchObject({ outcome: 'timeout', durationMs: 60_000 });
    expect(lab.now - before).toBe(60_000);
    expect(lab.report('e').active).toBe(0);
  });

  it('waits for a real timer and a real file that the candidate began', async () => {
    const lab = testLaboratory();
    const { readFile } = await import('node:fs/promises');
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try('timer', () => new Promise<number>((resolve) => setTimeout(resolve, 30, 1)))
      .try('file', async () => ((await readFile(import.meta.filename)).length > 0 ? 1 : 2))
      .wrap();
    await run();
    await lab.settle();
    expect(lab.trials[0]?.candidates.map(({ outcome }) => outcome)).toEqual(['match', 'match']);
    expect(lab.now).toBe(testLaboratory().now);
  });

  it('waits for what a candidate asks by a connection that was open before, as of a pool', async () => {
    const server = spawn(process.execPath, [
      '-e',
      `const late = (socket) => () => setTimeout(() => socket.write('1'), 30);
       const server = require('node:net').createServer((socket) => socket.on('data', late(socket)));
       server.listen(0, () => console.log(server.address().port));`,
    ]);
    const [port] = await once(server.stdout, 'data');
    const connection = connect(Number(port));
    await once(connection, 'connect');
    const ask = async () => {
      connection.write('?');
      return Number((await once(connection, 'data'))[0]);
    };
    const lab = testLaboratory();
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try(ask)
      .wrap();
    await run();
    await lab.settle();
    connection.destroy();
    server.kill();
    expect(lab.trials[0]?.candidates[0]?.outcome).toBe('match');
  });

  it('does not wait for ever for real work that has nothing to do with it', async () => {
    const lab = testLaboratory();
    let stop: NodeJS.Timeout | undefined;
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        stop = setInterval(() => {}, 1_000_000);
        return never();
      })
      .run();
    await lab.settle({ patienceMs: 5 });
    clearInterval(stop);
    expect(lab.trials[0]?.candidates[0]?.outcome).toBe('timeout');
  });

  it('starts what starts afterwards, rechecks and waits for comparators and publishers', async () => {
    const published: string[] = [];
    const publisher = {
      publish: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        published.push('done');
      },
    };
    const lab = testLaboratory({ publishers: [publisher] });
    let runs = 0;
    lab
      .experiment('e', { schedule: 'after' })
      .use(() => 1)
      .compare(async (control, candidate) => control === candidate)
      .try(async () => (++runs < 3 ? 2 : 1))
      .recheck(2)
      .run();
    await lab.settle();
    expect(runs).toBe(3);
    expect(lab.trials[0]?.candidates[0]?.outcome).toBe('transient');
    expect(published).toEqual(['done']);
  });

  it('ends although a publisher hangs', async () => {
    const lab = testLaboratory({ publishers: [{ publish: never, flush: never }] });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    await lab.settle();
    expect(lab.faults.map(({ stage }) => stage)).toContain('publish');
  });

  it('is what drain and await using do', async () => {
    const trials: unknown[] = [];
    {
      await using lab = testLaboratory({ publishers: [{ publish: (trial) => void trials.push(trial) }] });
      lab
        .experiment('e')
        .use(() => 1)
        .try(never)
        .run();
    }
    expect(trials).toHaveLength(1);
    const lab = testLaboratory();
    lab
      .experiment('e')
      .use(() => 1)
      .try(never)
      .run();
    await lab.drain();
    expect(lab.trials).toHaveLength(1);
  });
});

describe('under fake timers', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: [
        'setTimeout',
        'clearTimeout',
        'setImmediate',
        'setInterval',
        'Date',
        'performance',
        'queueMicrotask',
      ],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('settles, and lets only as much of the suite’s time pass as the candidate takes', async () => {
    const lab = testLaboratory();
    let ticks = 0;
    setInterval(() => ticks++, 400);
    const start = Date.now();
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try(async () => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return 1;
      })
      .wrap();
    await run();
    await lab.settle();
    expect(lab.trials[0]?.candidates[0]).toMatchObject({ outcome: 'match', durationMs: 1_000 });
    expect(Date.now() - start).toBe(1_000);
    expect(ticks).toBe(2);
  });

  it('times out what hangs, and a time limit comes before a timer that is later', async () => {
    const lab = testLaboratory();
    lab
      .experiment('e', { timeoutMs: 500 })
      .use(() => 1)
      .try(() => new Promise<number>((resolve) => setTimeout(resolve, 501, 1)))
      .run();
    await lab.settle();
    expect(lab.trials[0]?.candidates[0]).toMatchObject({ outcome: 'timeout', durationMs: 500 });
  });
});

describe('under the fake timers of Jest, whose parts are of another realm', () => {
  it('settles, and lets only as much of the suite’s time pass as the candidate takes', async () => {
    const { setTimeout } = globalThis;
    const timers = runInNewContext('new Map()') as Map<number, { callAt: number; callback: () => void }>;
    const clock = {
      now: 0,
      timers,
      tick(ms: number) {
        clock.now += ms;
        for (const [id, { callAt, callback }] of timers) {
          if (callAt > clock.now) continue;
          timers.delete(id);
          callback();
        }
      },
    };
    const fake = (callback: () => void, ms: number) =>
      timers.set(timers.size, { callAt: clock.now + ms, callback });
    globalThis.setTimeout = Object.assign(fake, { clock }) as never;
    try {
      const lab = testLaboratory();
      lab
        .experiment('e')
        .use(() => 1)
        .try(() => new Promise<number>((resolve) => globalThis.setTimeout(resolve, 1_000, 1)))
        .run();
      await lab.settle();
      expect(clock.now).toBe(1_000);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
  });
});

describe('fabricated durations', () => {
  it('are what a trial says its variants took, sync or async, and nobody waits for them', async () => {
    const lab = testLaboratory({ durations: { control: 5, slow: 40, varying: () => 7 } });
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try('slow', () => 1)
      .try('varying', async () => 1)
      .wrap();
    await run();
    await lab.settle();
    const [trial] = lab.trials;
    expect(trial?.control.durationMs).toBe(5);
    expect(trial?.candidates.map(({ durationMs }) => durationMs)).toEqual([40, 7]);
    const slow = lab.telemetry.metrics.find(
      (metric) => metric.attributes['labcoat.variant.name'] === 'slow' && metric.kind === 'histogram',
    );
    expect(slow).toMatchObject({ name: 'labcoat.variant.duration', unit: 's', values: [0.04] });
  });

  it('trip the guardrail of candidates that are slower', () => {
    const lab = testLaboratory({ defaults: { guardrails: { slower: { ratio: 2, slackMs: 0 } } } });
    lab.fabricateDurations({ control: 10, candidate: 21 });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 40; call++) run();
    expect(lab.report('e').trip).toMatchObject({ guardrail: 'slower' });
  });

  it('leave a time limit what it is', async () => {
    const lab = testLaboratory({ durations: { candidate: 1 } });
    lab
      .experiment('e', { timeoutMs: 30 })
      .use(() => 1)
      .try(never)
      .run();
    await lab.settle();
    expect(lab.trials[0]?.candidates[0]).toMatchObject({ outcome: 'timeout', durationMs: 30 });
  });
});
