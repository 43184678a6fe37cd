import type { Rule, RuleGroup } from './rule.js';

/** Rules as Prometheus reads them. Texts are in the quotes of JSON, which YAML has too; expressions stay legible. */
export function rulesYaml(groups: readonly RuleGroup[]): string {
  const lines = groups.flatMap(({ name, rules }) => [
    `  - name: ${JSON.stringify(name)}`,
    '    rules:',
    ...rules.flatMap(ruleLines),
  ]);
  return ['groups:', ...lines, ''].join('\n');
}

function ruleLines(rule: Rule): string[] {
  const [kind, name] = 'record' in rule ? ['record', rule.record] : ['alert', rule.alert];
  return [
    `      - ${kind}: ${JSON.stringify(name)}`,
    '        expr: |-',
    ...rule.expr.split('\n').map((line) => `          ${line}`),
    ...('for' in rule && rule.for !== undefined ? [`        for: ${rule.for}`] : []),
    ...mapLines('labels', rule.labels),
    ...('annotations' in rule ? mapLines('annotations', rule.annotations) : []),
  ];
}

function mapLines(name: string, map: Readonly<Record<string, string>> | undefined): string[] {
  if (map === undefined) return [];
  const entries = Object.entries(map).map(([key, value]) => `          ${key}: ${JSON.stringify(value)}`);
  return [`        ${name}:`, ...entries];
}
