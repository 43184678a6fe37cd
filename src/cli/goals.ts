import { DEFAULT_RULES } from '../fleet/rules/rule.js';
import { requireName } from '../refuse.js';
import type { Given, Option } from './arguments.js';
import { UsageError } from './error.js';
import { alphaOf, requireShare } from './quantity.js';
import { readSaved } from './saved.js';

/** What an experiment is held to, where no saved report says so. */
export const GOAL_OPTIONS: readonly Option[] = [
  { name: 'experiment', value: 'NAME', isMany: true, meaning: 'only this one; may be said again' },
  {
    name: 'target',
    value: 'SHARE',
    meaning: 'fewer runs than this share may fail before it is ready (0.001)',
  },
  { name: 'confidence', value: 'SHARE', meaning: 'how sure to be of it, over all looks together (0.95)' },
  { name: 'window', value: 'TIME', default: '14d', meaning: 'how far back runs count' },
];

/** Whom rules or a dashboard are for, and what they are held to. */
export interface NamedGoal {
  /** All of them, if it is not given. */
  readonly experiment?: string;
  readonly target: number;
  readonly alpha: number;
}

/** @throws UsageError for what cannot be meant, and for files that are no saved reports */
export async function goalsOf(given: Given): Promise<NamedGoal[]> {
  const [target, confidence] = [given.text('target'), given.text('confidence')];
  const said = {
    ...(target !== undefined && { target: requireShare('target', target) }),
    ...(confidence !== undefined && { alpha: alphaOf(requireShare('confidence', confidence)) }),
  };
  const { target: usual, alpha } = DEFAULT_RULES;
  const wanted = given.all('experiment').map(requireExperiment);
  const named = wanted.map((experiment) => ({ experiment, target: usual, alpha, ...said }));
  if (given.files.length === 0) return named.length > 0 ? named : [{ target: usual, alpha, ...said }];
  const { experiments } = await readSaved(given.files);
  const saved = Object.entries(experiments).map(([experiment, { about }]) => ({
    experiment,
    target: about?.goal.target ?? usual,
    alpha: about?.goal.alpha ?? alpha,
    ...said,
  }));
  for (const name of wanted) {
    if (!Object.hasOwn(experiments, name)) {
      const known = Object.keys(experiments).sort().join(', ') || 'none';
      throw new UsageError(`--experiment ${name}: nobody has saved it; there are ${known}`);
    }
  }
  return wanted.length === 0 ? saved : saved.filter(({ experiment }) => wanted.includes(experiment));
}

/** What no experiment can be called would not be quoted right in what is printed either. */
function requireExperiment(name: string): string {
  try {
    requireName('--experiment ', name);
    return name;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
