import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '../../src/fleet/rules/rule.js';
import { ruleGroups } from '../../src/fleet/rules/rules.js';
import { rulesYaml } from '../../src/fleet/rules/yaml.js';
import { build } from './dashboard.js';

const write = (name: string, text: string) => writeFileSync(join(import.meta.dirname, name), text);

write('dashboard.json', `${JSON.stringify(build(), undefined, 2)}\n`);
write('rules.yml', rulesYaml(ruleGroups([DEFAULT_RULES])));
