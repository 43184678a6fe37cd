import { DECISION, EXPERIMENT, matching, series } from '../fleet/series.js';
import { printable } from '../publish/console-text.js';
import { reportOf } from '../record/counts.js';
import type { ExperimentState } from '../types/index.js';
import type { Given } from './arguments.js';
import type { Answer, Command } from './command.js';
import { UsageError } from './error.js';
import { FLEET_OPTIONS, prometheusOf, questionOf } from './fleet-options.js';
import { fleetVerdicts } from './fleet-verdict.js';
import { requireDuration } from './quantity.js';
import { readySince } from './ready-since.js';
import { readSaved, stateOf } from './saved.js';

/** An experiment that somebody has to decide about. */
interface Stale {
  readonly experiment: string;
  readonly state: 'expired' | 'ready';
  /** Since when, where that is known. */
  readonly since?: string;
  readonly owner?: string;
}

export const stale: Command = {
  name: 'stale',
  form: 'file.json… | --prometheus URL',
  does: 'lists what has expired, or been ready for long',
  options: [
    ...FLEET_OPTIONS,
    {
      name: 'ready-for',
      value: 'TIME',
      default: '14d',
      meaning: 'how long may pass between ready and cut over',
    },
  ],
  more: 'For a weekly pipeline: exits with 0 if there is nothing to decide about, 1 if there is, 3 on an error.',
  run: answer,
};

async function answer(given: Given): Promise<Answer> {
  const readyForMs = requireDuration('ready-for', given.text('ready-for') ?? '');
  if ((given.text('prometheus') !== undefined) === given.files.length > 0)
    throw new UsageError('give either files or --prometheus');
  const found = given.files.length > 0 ? await inFiles(given, readyForMs) : await inFleet(given, readyForMs);
  const unique = found.filter(
    (each, index) => found.findIndex(({ experiment }) => experiment === each.experiment) === index,
  );
  return {
    text: unique.length === 0 ? 'Nothing is stale.' : unique.map(lineOf).join('\n'),
    json: { stale: unique },
    exitCode: unique.length === 0 ? 0 : 1,
  };
}

function lineOf({ experiment, state, since, owner }: Stale): string {
  const what = state === 'expired' ? 'expired' : 'ready to cut over';
  const when = since === undefined ? '' : ` since ${since}`;
  return printable(`${experiment}: ${what}${when}${owner === undefined ? '' : `; ask ${owner}`}`);
}

async function inFiles({ files }: Given, readyForMs: number): Promise<Stale[]> {
  const { experiments } = await readSaved(files);
  return Object.entries(experiments).flatMap(([experiment, saved]) => staleIn(experiment, saved, readyForMs));
}

function staleIn(experiment: string, saved: ExperimentState, readyForMs: number): Stale[] {
  const owner = saved.about?.owner === undefined ? {} : { owner: saved.about.owner };
  const expiresAt = saved.about?.expiresAt ?? Number.POSITIVE_INFINITY;
  if (expiresAt <= Date.now()) return [{ experiment, state: 'expired', since: dayOf(expiresAt), ...owner }];
  const { verdict, goal, history } = reportOf(stateOf(experiment, saved));
  const moments = Object.values(history).map((one) => readySince(one, goal) ?? Number.POSITIVE_INFINITY);
  const since = Math.max(...moments);
  const isStale = verdict === 'ready' && Number.isFinite(since) && since + readyForMs <= Date.now();
  return isStale ? [{ experiment, state: 'ready', since: dayOf(since), ...owner }] : [];
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Ready now, and ready then by what was known then. */
async function inFleet(given: Given, readyForMs: number): Promise<Stale[]> {
  const prometheus = prometheusOf(given);
  const question = questionOf(given);
  const then = Date.now() - readyForMs;
  const expired = series('calls', matching(DECISION, 'expired'), question.selector);
  const [gone, now, before] = await Promise.all([
    prometheus.ask(`sum by (${EXPERIMENT}) (increase(${expired}[${question.window.text}])) > 0`),
    fleetVerdicts(prometheus, undefined, question),
    fleetVerdicts(prometheus, undefined, { ...question, atMs: then }),
  ]);
  const isReady = (all: typeof now, experiment: string) => {
    const own = all.filter((each) => each.experiment === experiment);
    return own.length > 0 && own.every(({ verdict }) => verdict === 'ready');
  };
  const names = [...new Set(now.map(({ experiment }) => experiment))];
  const ready = names.filter((name) => isReady(now, name) && isReady(before, name));
  return [
    ...gone.map(({ labels }) => ({ experiment: labels[EXPERIMENT] ?? '', state: 'expired' as const })),
    ...ready.map((experiment) => ({ experiment, state: 'ready' as const, since: `before ${dayOf(then)}` })),
  ];
}
