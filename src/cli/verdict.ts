import { EXPERIMENT, series } from '../fleet/series.js';
import { printable } from '../publish/console-text.js';
import type { Given } from './arguments.js';
import type { Answer, Command } from './command.js';
import { UsageError } from './error.js';
import { FLEET_OPTIONS, prometheusOf, questionOf } from './fleet-options.js';
import { type FleetVerdict, fleetVerdicts } from './fleet-verdict.js';
import type { Prometheus } from './prometheus.js';

export const verdict: Command = {
  name: 'verdict',
  form: 'NAME --prometheus URL',
  does: 'says whether to cut over, by what all processes of a fleet have seen',
  options: [
    ...FLEET_OPTIONS,
    {
      name: 'candidate',
      value: 'NAME',
      meaning: 'only this one; without it the one furthest from ready decides',
    },
  ],
  more: 'Exits with 0 if it is ready, 1 if it is not, 2 if it is too early or the control too noisy to say, 3 on an error.',
  run: answer,
};

async function answer(given: Given): Promise<Answer> {
  const [experiment, ...others] = given.files;
  if (experiment === undefined || others.length > 0)
    throw new UsageError('give the name of one experiment: labcoat verdict NAME --prometheus URL');
  const prometheus = prometheusOf(given);
  const question = questionOf(given);
  const all = await fleetVerdicts(prometheus, experiment, question);
  if (all.length === 0) await refuseUnknown(experiment, prometheus, question);
  const candidate = given.text('candidate');
  const chosen = all.filter((each) => candidate === undefined || each.candidate === candidate);
  if (chosen.length === 0) {
    const names = all.map((each) => each.candidate).join(', ');
    throw new UsageError(`--candidate ${candidate}: '${experiment}' has ${names}`);
  }
  return {
    text: chosen.flatMap(linesOf).map(printable).join('\n'),
    json: { experiment, ...question, verdicts: chosen },
    exitCode: exitCodeOf(chosen),
  };
}

function linesOf({ experiment, candidate, verdict: word, why, restarts }: FleetVerdict): string[] {
  const lines = [`${experiment} ${candidate}: ${word.replace('-', ' ')}`, `  ${why}`];
  if (restarts === 0) return lines;
  const often = restarts === 1 ? 'once' : `${restarts} times`;
  const note = `processes have started again ${often} under their old names: only the longest life of each counts`;
  return [...lines, `  ${note}`];
}

function exitCodeOf(verdicts: readonly FleetVerdict[]): number {
  if (verdicts.some((each) => each.verdict === 'not-ready')) return 1;
  return verdicts.every((each) => each.verdict === 'ready') ? 0 : 2;
}

async function refuseUnknown(
  experiment: string,
  prometheus: Prometheus,
  { window, selector }: ReturnType<typeof questionOf>,
): Promise<never> {
  const calls = `max_over_time(${series('calls', selector)}[${window.text}])`;
  const known = await prometheus.ask(`count by (${EXPERIMENT}) (${calls})`);
  const names = known.map(({ labels }) => labels[EXPERIMENT] ?? '').sort();
  const advice = names.length === 0 ? 'nor of any other' : `there are ${names.join(', ')}`;
  throw new UsageError(
    `nobody has told of an experiment '${experiment}' in the last ${window.text}; ${advice}`,
  );
}
