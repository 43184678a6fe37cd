import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { SCREEN } from './folder.js';

const COMMANDS = ['report', 'verdict', 'stale', 'dashboard', 'rules'];

describe('the command', () => {
  it('says what there is when it is asked, and as an error when nothing is', async () => {
    const asked = await run(['--help'], SCREEN);
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' });
    for (const name of COMMANDS) expect(asked.stdout).toContain(`labcoat ${name}`);
    expect(await run([], SCREEN)).toEqual({ exitCode: 3, stdout: '', stderr: asked.stdout });
  });

  it.each(COMMANDS)('says how %s is used, with every option', async (name) => {
    const { exitCode, stdout } = await run([name, '--help'], SCREEN);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^labcoat ${name} `));
    expect(stdout).toContain('--json');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  });

  it('knows its version', async () => {
    expect((await run(['--version'], SCREEN)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [
      ['repot'],
      "there is no command 'repot'; there are report, verdict, stale, dashboard, rules, and --help",
    ],
    [['rules', '--taget', '1'], "Unknown option '--taget'; labcoat rules --help says what there is"],
    [
      ['rules', '--target'],
      "Option '--target <value>' argument missing; labcoat rules --help says what there is",
    ],
    [
      ['rules', '--target', '-5'],
      "Option '--target' argument is ambiguous; labcoat rules --help says what there is",
    ],
    [['rules', '--target', '2'], '--target 2: give a number between 0 and 1, both excluded'],
    [['rules', '--target', ''], '--target : give a number between 0 and 1, both excluded'],
    [['rules', '--window', '2 weeks'], '--window 2 weeks: give a length of time such as 14d, 36h or 1h30m'],
    // Prometheus would refuse them, only later.
    [['rules', '--window', '1h1d'], '--window 1h1d: give a length of time such as 14d, 36h or 1h30m'],
    [['rules', '--window', '1d1d'], '--window 1d1d: give a length of time such as 14d, 36h or 1h30m'],
    [['rules', '--window', '0s'], '--window 0s: give a length of time such as 14d, 36h or 1h30m'],
    [
      ['verdict', 'a', '--prometheus', 'http://x', '--window', '0'],
      '--window 0: give a length of time such as 14d, 36h or 1h30m',
    ],
    [
      ['verdict', 'a', '--prometheus', 'http://ada:5%@x'],
      '--prometheus: its user or password cannot be read; write % as %25 in them',
    ],
    [['report'], 'give the files: each the JSON of what save() answered'],
    [['verdict'], 'give the name of one experiment: labcoat verdict NAME --prometheus URL'],
    [['verdict', 'a', 'b'], 'give the name of one experiment: labcoat verdict NAME --prometheus URL'],
    [['verdict', 'a'], '--prometheus is missing: give the address of the server to ask'],
    [
      ['verdict', 'a', '--prometheus', 'localhost'],
      '--prometheus localhost: give an address such as http://localhost:9090',
    ],
    [['verdict', 'a', '--prometheus', 'http://x', '--at-rate', '5'], '--at-rate 5: give a rate from 0 to 1'],
    [
      ['verdict', 'a', '--prometheus', 'http://x', '--header', 'secret'],
      "--header secret: give it as 'Name: value'",
    ],
    [['stale'], 'give either files or --prometheus'],
    [['stale', 'a.json', '--prometheus', 'http://x'], 'give either files or --prometheus'],
  ])('refuses %j in one sentence that says what to do', async (args, sentence) => {
    expect(await run(args, SCREEN)).toEqual({ exitCode: 3, stdout: '', stderr: `labcoat: ${sentence}\n` });
  });
});
