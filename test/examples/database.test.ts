import { describe, expect, it } from 'vitest';
import { demo } from '../../examples/database/demo.js';

describe('the example with a database', () => {
  it('finds the planted bug, groups it, repairs it, and finds every claim to hold', async () => {
    let printed = '';
    expect(await demo((text) => (printed += text))).toBe(0);
    expect(printed).toContain('times: $[*].discountCents changed');
    expect(printed).toContain('120 calls, 120 on trial, 120 alike, 0 not');
    expect(printed.match(/✓/g)).toHaveLength(6);
    expect(printed).not.toContain('✗');
  }, 60_000);
});
