import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { demo } from '../../examples/side-effects/demo.js';

it('the example of side effects writes once, sends once and charges once, as its README says', async () => {
  let printed = '';
  expect(await demo((text) => (printed += text))).toBe(0);
  expect(readFileSync('examples/side-effects/README.md', 'utf8')).toContain(printed);
});
