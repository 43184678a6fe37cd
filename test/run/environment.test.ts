import fs, { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bench } from '../harness.js';

let folder: string;
let file: string;
/** What the watcher has begun to read. */
const reads: Promise<void>[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { readFile } = fs;
  vi.spyOn(fs, 'readFile').mockImplementation(((
    path: string,
    encoding: 'utf8',
    done: (...read: unknown[]) => void,
  ) => {
    const read = new Promise<void>((resolve) => {
      readFile(path, encoding, (...answer) => {
        done(...answer);
        resolve();
      });
    });
    reads.push(read);
  }) as never);
  folder = mkdtempSync(join(tmpdir(), 'labcoat-control-'));
  file = join(folder, 'control.json');
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function arrange() {
  const { lab, faults } = bench({ defaults: { guardrails: false } });
  const experiment = (name: string) =>
    lab
      .experiment(name)
      .use(() => 1)
      .try(() => 1)
      .wrap();
  return { lab, faults, experiment };
}

/** A second of the watcher's time, and all that it reads in it. */
async function aSecond(): Promise<void> {
  for (let passed = 0; passed < 1_000; passed += 100) {
    vi.advanceTimersByTime(100);
    await Promise.all(reads.splice(0));
  }
}

describe('LABCOAT_KILL', () => {
  it.each([
    ['*', [0, 0, 0]],
    ['a, b', [0, 0, 1]],
    ['', [1, 1, 1]],
  ])('%j stops what it names from the start', (names, trials) => {
    vi.stubEnv('LABCOAT_KILL', names);
    const { lab, experiment } = arrange();
    for (const name of ['a', 'b', 'c']) experiment(name)();
    expect(['a', 'b', 'c'].map((name) => lab.report(name).trials)).toEqual(trials);
  });

  it('is in the audit trail, and undone like any kill', () => {
    vi.stubEnv('LABCOAT_KILL', 'a');
    const { lab, experiment } = arrange();
    experiment('a')();
    expect(lab.report('a')).toMatchObject({
      skips: { killed: 1 },
      changes: [{ event: 'killed', from: 'running', to: 'killed', by: 'LABCOAT_KILL' }],
    });
    lab.revive('a');
    experiment('a')();
    expect(lab.report('a').trials).toBe(1);
  });
});

describe('the file named by LABCOAT_CONTROL', () => {
  const write = (content: unknown) => writeFileSync(file, JSON.stringify(content));

  it('is in force for the very first call', () => {
    write({ a: { kill: true }, b: { rate: 0 } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, experiment } = arrange();
    for (const name of ['a', 'b', 'c']) experiment(name)();
    expect(['a', 'b', 'c'].map((name) => lab.report(name).trials)).toEqual([0, 0, 1]);
  });

  it('may begin with a byte order mark', () => {
    writeFileSync(file, '\uFEFF{ "e": { "kill": true } }');
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, faults, experiment } = arrange();
    experiment('e')();
    expect([lab.report('e').skips.killed, faults]).toEqual([1, []]);
  });

  it('is watched: what is written takes effect within a second, and what is taken out is undone', async () => {
    write({});
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, faults, experiment } = arrange();
    const run = experiment('a');
    run();
    writeFileSync(`${file}.new`, JSON.stringify({ '*': { kill: true }, a: { rate: 0.5 } }));
    renameSync(`${file}.new`, file);
    await aSecond();
    for (let call = 0; call < 10_000; call++) run();
    expect(lab.report('a')).toMatchObject({ trials: 1, skips: { killed: 10_000 } });
    write({});
    await aSecond();
    run();
    expect(lab.report('a').trials).toBe(2);
    expect(lab.report('a').changes).toMatchObject([
      { event: 'control-changed', experiment: '*', to: 'stopped', by: 'LABCOAT_CONTROL' },
      { event: 'control-changed', experiment: 'a', from: 'as defined', to: 0.5 },
      { event: 'control-changed', experiment: '*', from: 'stopped', to: 'as defined' },
      { event: 'control-changed', experiment: 'a', from: 0.5, to: 'as defined' },
    ]);
    expect(faults).toEqual([]);
  });

  it('does not bring back what the code has killed', () => {
    write({ a: { kill: false } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    vi.stubEnv('LABCOAT_KILL', 'a');
    const { lab, experiment } = arrange();
    experiment('a')();
    expect(lab.report('a').trials).toBe(0);
  });

  it('stays in force when the code revives', () => {
    write({ a: { kill: true } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, experiment } = arrange();
    lab.kill('a');
    lab.revive('a');
    experiment('a')();
    expect(lab.report('a').trials).toBe(0);
  });

  it.each([
    ['is no JSON', '{'],
    ['is no object', '[]'],
    ['has a rate that is none', '{ "a": { "rate": 2 }, "b": { "kill": true } }'],
    ['has an unknown word', '{ "a": { "kil": true } }'],
    ['has a kill that is no boolean', '{ "a": { "kill": "yes" } }'],
    ['has a reason that is no text', '{ "a": { "kill": false, "reason": 7 } }'],
    ['has a rate for everything', '{ "*": { "rate": 0.5 } }'],
    ['is written only in part', '{ "a": { "kill": fal'],
  ])('is told as a fault, once, and changes nothing when it %s', async (_, text) => {
    write({ a: { kill: true } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, faults, experiment } = arrange();
    writeFileSync(file, text);
    await aSecond();
    for (const name of ['a', 'b']) experiment(name)();
    expect(['a', 'b'].map((name) => lab.report(name).trials)).toEqual([0, 1]);
    expect(faults).toMatchObject([{ experiment: '*', stage: 'control' }]);
  });

  it('is told as a fault when it cannot be read, and read as soon as it can', async () => {
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, faults, experiment } = arrange();
    experiment('a')();
    expect(lab.report('a').trials).toBe(1);
    expect(faults).toHaveLength(1);
    write({ a: { kill: true } });
    await aSecond();
    experiment('a')();
    expect(lab.report('a').trials).toBe(1);
  });

  it('is told as a fault again to who listens only after the start, and then no more', async () => {
    writeFileSync(file, '{oops');
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { faults } = arrange();
    faults.splice(0); // nobody listened yet
    await aSecond();
    await aSecond();
    expect(faults.map(({ error }) => String(error))).toEqual([
      expect.stringMatching(/LABCOAT_CONTROL: the file is no JSON: /),
    ]);
  });

  it('says why, in the audit trail', async () => {
    write({ a: { kill: true, reason: 'incident 12' } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    const { lab, experiment } = arrange();
    experiment('a')();
    expect(lab.report('a').changes).toMatchObject([{ to: 'stopped', reason: 'incident 12' }]);
  });

  it('is not read again while it is being read', () => {
    write({});
    vi.stubEnv('LABCOAT_CONTROL', file);
    arrange();
    vi.advanceTimersByTime(1_000);
    expect(reads.splice(0)).toHaveLength(1);
  });

  it('is no longer read for a laboratory that nobody has any more, and does not hold on to it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    write({});
    vi.stubEnv('LABCOAT_CONTROL', file);
    // What tells of a fault goes with its laboratory.
    const gone = Array.from({ length: 5 }, () => new WeakRef(arrange().faults));
    const kept = arrange();
    for (let turn = 0; turn < 20 && gone.some((one) => one.deref() !== undefined); turn++) {
      await aSecond();
      // It has noted who was called back.
      vi.mocked(fs.readFile).mockClear();
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    expect(gone.map((one) => one.deref())).toEqual(gone.map(() => undefined));
    await aSecond();
    expect(vi.getTimerCount()).toBe(1);
    write({ a: { kill: true } });
    await aSecond();
    kept.experiment('a')();
    expect(kept.lab.report('a').skips.killed).toBe(1);
  });

  it('is told as a fault where the runtime has no files', () => {
    write({ a: { kill: true } });
    vi.stubEnv('LABCOAT_CONTROL', file);
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
    expect(arrange().faults).toMatchObject([{ experiment: '*', stage: 'control' }]);
  });
});
