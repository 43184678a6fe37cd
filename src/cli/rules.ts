import { DEFAULT_RULES, type RuleSettings } from '../fleet/rules/rule.js';
import { ruleGroups } from '../fleet/rules/rules.js';
import { rulesYaml } from '../fleet/rules/yaml.js';
import type { Given } from './arguments.js';
import type { Answer, Command } from './command.js';
import { UsageError } from './error.js';
import { GOAL_OPTIONS, goalsOf } from './goals.js';
import { requireShare, requireWindow } from './quantity.js';

export const rules: Command = {
  name: 'rules',
  form: '[file.json…]',
  does: 'prints recording and alert rules for Prometheus',
  options: [
    ...GOAL_OPTIONS,
    {
      name: 'limit',
      value: 'SHARE',
      default: '0.01',
      meaning: 'the share that may fail, or differ, before an alert',
    },
  ],
  more: 'Files are what save() answered: each experiment in them is held to the goal it was defined with.',
  run: answer,
};

async function answer(given: Given): Promise<Answer> {
  const groups = ruleGroups(await settingsOf(given));
  return { text: rulesYaml(groups).trimEnd(), json: { groups }, exitCode: 0 };
}

async function settingsOf(given: Given): Promise<RuleSettings[]> {
  const windowMs = requireWindow(given.text('window') ?? '');
  const limit = requireShare('limit', given.text('limit') ?? '');
  const common = { ...DEFAULT_RULES, windowMs, limit };
  const goals = await goalsOf(given);
  // Rules about nothing are none that Prometheus takes.
  if (goals.length === 0)
    throw new UsageError('the files have no experiment: leave them out for rules about all');
  const kinds = new Map<string, RuleSettings>();
  for (const { experiment, target, alpha } of goals) {
    const key = `${target} ${alpha}`;
    const experiments = [
      ...(kinds.get(key)?.experiments ?? []),
      ...(experiment === undefined ? [] : [experiment]),
    ];
    kinds.set(key, { ...common, target, alpha, experiments });
  }
  return [...kinds.values()];
}
