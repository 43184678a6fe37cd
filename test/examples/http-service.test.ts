import { expect, it } from 'vitest';
import { demo } from '../../examples/http-service/demo.js';

it('the example with a service plays its session, and finds every claim to hold', async () => {
  let printed = '';
  expect(await demo((text) => (printed += text)), printed).toBe(0);
  expect(printed).toContain('killed by ada: incident 4711');
  expect(printed).toContain('stopped by the errors guardrail');
  expect(printed.match(/✓/g)).toHaveLength(7);
}, 120_000);
