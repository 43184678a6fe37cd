import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Laboratory, laboratory } from 'labcoat';
import { afterEach, describe, expect, it } from 'vitest';
import { CANDIDATES } from './candidates.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A service in this process, which is busy with asking it: what looks at how busy it is would never let it be tried. */
async function arrange(candidate: string): Promise<{ lab: Laboratory; ask: () => Promise<string> }> {
  const guardrails = { maxBusy: Number.POSITIVE_INFINITY, shedAbove: Number.POSITIVE_INFINITY };
  const lab = laboratory({ publishers: [], defaults: { guardrails, timeoutMs: 20 } });
  const price = lab
    .experiment('service')
    .use((net: number): number | Promise<number> => net * 1.19)
    .try(CANDIDATES[candidate] as (net: number) => number)
    .wrap();
  const server = createServer(async (_, response) =>
    response.end(JSON.stringify({ gross: await price(100) })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { lab, ask: async () => (await fetch(`http://127.0.0.1:${port}/`)).text() };
}

describe('a service whose candidate', () => {
  it.each([
    [
      'blocks 200 ms of CPU',
      /^maxBlockMs: 10 of 10 trials of 'candidate' blocked the process for more than 50 ms$/,
    ],
    ['never settles', /^errors: \d+ of \d+ trials of 'candidate', limit 1 %; evidence/],
    ['throws', /^errors: 5 of 5 trials of 'candidate', limit 1 %; evidence/],
    ['fills memory', /^(slower|maxBlockMs): \d+ of \d+ trials of 'candidate'/],
  ])(
    '%s answers all requests, and says in the report why it stopped',
    async (candidate, why) => {
      const { lab, ask } = await arrange(candidate);
      while (lab.report('service').stopped === undefined) expect(await ask()).toBe('{"gross":119}');
      // It may have stopped while the last request was on its way, which was skipped then.
      const { trials, skips, changes } = lab.report('service');
      expect(changes[0]?.reason).toMatch(why);
      for (let request = 0; request < 50; request++) expect(await ask()).toBe('{"gross":119}');
      const guardrail = skips.guardrail + 50;
      expect(lab.report('service')).toMatchObject({ trials, skips: { guardrail }, active: 0 });
    },
    60_000,
  );
});
