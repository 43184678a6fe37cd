import shipped from '../../docs/fleet/dashboard.json' with { type: 'json' };
import type { Given } from './arguments.js';
import type { Answer, Command } from './command.js';
import { GOAL_OPTIONS, goalsOf } from './goals.js';

export const dashboard: Command = {
  name: 'dashboard',
  form: '[file.json…]',
  does: 'prints a dashboard for Grafana, to import or to provision',
  options: [
    ...GOAL_OPTIONS.filter(({ name }) => name === 'experiment'),
    { name: 'title', value: 'TEXT', default: 'labcoat', meaning: 'what it is called' },
  ],
  more: 'Files are what save() answered: the experiments in them are chosen at first. Goals come with the rules.',
  run: answer,
};

async function answer(given: Given): Promise<Answer> {
  const names = (await goalsOf(given)).flatMap(({ experiment }) => experiment ?? []);
  const { list } = shipped.templating;
  const templating = { list: list.map((each) => (each.name === 'experiment' ? chosen(each, names) : each)) };
  const json = { ...shipped, title: given.text('title'), templating };
  return { text: JSON.stringify(json, undefined, 2), json, exitCode: 0 };
}

/** What is chosen when the dashboard is opened; all, if no names are given. */
function chosen<T extends object>(variable: T, names: readonly string[]): T {
  const [text, value] = names.length === 0 ? [['All'], ['$__all']] : [names, names];
  return { ...variable, current: { selected: true, text, value } };
}
