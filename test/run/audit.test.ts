import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { describe, expect, it } from 'vitest';
import { type Change, type ControlDesk, type LaboratoryEvents, openTelemetry } from '../../src/index.js';
import { bench } from '../harness.js';

const EVENTS = [
  'killed',
  'revived',
  'overridden',
  'tripped',
  'advanced',
  'stepped-down',
  'expired',
  'control-changed',
] as const satisfies Exclude<keyof LaboratoryEvents, 'fault'>[];

/** The life of a laboratory in which everything changes that can. */
function eventful() {
  let now = 1_000;
  const desk: { current?: ControlDesk } = {};
  const exporter = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  const { lab } = bench({
    now: () => now,
    random: () => 0,
    publishers: [openTelemetry({ loggerProvider })],
    controls: [
      {
        name: 'pub/sub',
        start: (own) => {
          desk.current = own;
        },
      },
    ],
  });
  const heard: Change[] = [];
  for (const event of EVENTS) lab.on(event, (change) => heard.push(change));
  let answers: () => number = () => 1;
  const run = lab
    .experiment('e', {
      ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 },
      expires: new Date(9_000),
    })
    .use(() => 1)
    .try(() => answers())
    .wrap();
  const live = (calls: number, how: () => number) => {
    answers = how;
    for (let call = 0; call < calls; call++) run();
  };

  live(69, () => 1);
  live(40, () => 2);
  now = 2_000;
  lab.override('e', { rate: 0.25 }, { by: 'ada', reason: 'less load' });
  lab.override('e', { rate: undefined });
  lab.kill('e', { by: 'ada', reason: 'incident 12' });
  lab.revive('e');
  desk.current?.set('e', { rate: 0.75, reason: 'more load' });
  desk.current?.set('e', {});
  now = 3_000;
  live(10, () => {
    throw new Error('broken');
  });
  lab.revive('e', { by: 'ada', reason: 'repaired' });
  now = 9_000;
  live(2, () => 1);
  return { lab, heard, exporter };
}

function line({ event, at, from, to, by, reason }: Change): string {
  return `${at} ${event}: ${from} -> ${to} by ${by}${reason === undefined ? '' : `, ${reason}`}`;
}

describe('the audit trail', () => {
  it('has every change of state with when, what, from, to, who or what, and why', () => {
    const { heard } = eventful();
    expect(heard.map(line)).toMatchInlineSnapshot(`
      [
        "1000 advanced: 0.5 -> 1 by the ramp, 0 failures in 69 runs: less than 5 % fail",
        "1000 stepped-down: 1 -> 0.5 by the ramp, 10 failures in 79 runs: more than 5 % fail",
        "2000 overridden: 0.5 -> 0.25 by ada, less load",
        "2000 overridden: 0.25 -> as defined by the code",
        "2000 killed: running -> killed by ada, incident 12",
        "2000 revived: killed -> running by the code",
        "2000 control-changed: as defined -> 0.75 by pub/sub, more load",
        "2000 control-changed: 0.75 -> as defined by pub/sub",
        "3000 tripped: running -> guardrail by the errors guardrail, errors: 8 of 117 trials of 'candidate', limit 1 %; evidence 473 of the 200 needed",
        "3000 revived: guardrail -> running by ada, repaired",
        "9000 expired: running -> expired by the option expires, expired at 1970-01-01T00:00:09.000Z",
      ]
    `);
    expect(new Set(heard.map(({ event }) => event))).toEqual(new Set(EVENTS));
  });

  it('is in the report as well, in the same order', () => {
    const { lab, heard } = eventful();
    expect(lab.report('e').changes).toEqual(heard);
  });

  it('is exported as the log event labcoat.change, one for each', async () => {
    const { lab, heard, exporter } = eventful();
    await lab.drain();
    const records = exporter
      .getFinishedLogRecords()
      .filter(({ eventName }) => eventName === 'labcoat.change');
    expect(records.map(({ attributes }) => attributes)).toEqual(
      heard.map(({ event, experiment, from, to, by, reason, trip }) => ({
        'labcoat.experiment.name': experiment,
        'labcoat.change.type': event,
        'labcoat.change.from': String(from),
        'labcoat.change.to': String(to),
        'labcoat.change.by': by,
        ...(reason !== undefined && { 'labcoat.change.reason': reason }),
        ...(trip !== undefined && { 'labcoat.guardrail': trip.guardrail }),
      })),
    );
    expect(records.map(({ hrTime: [seconds] }) => seconds * 1_000)).toEqual(heard.map(({ at }) => at));
  });
});

it('an override that names no rate is refused, and changes nothing', () => {
  const { lab } = bench();
  lab.override('e', { rate: 0 });
  expect(() => lab.override('e', 7 as never)).toThrow('override: second argument (7): give { rate: 0.1 }');
  expect(
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .run(),
  ).toBe(1);
  expect(lab.report('e')).toMatchObject({ trials: 0 });
});
