import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { demo } from '../../examples/restart/demo.js';

it('the example of a restart goes on where it was, by a file and by a store, as its README says', async () => {
  let printed = '';
  expect(await demo((text) => (printed += text))).toBe(0);
  expect(readFileSync('examples/restart/README.md', 'utf8')).toContain(printed);
});
