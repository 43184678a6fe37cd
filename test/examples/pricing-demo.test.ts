import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { laboratory } from 'labcoat';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newQuote } from '../../examples/pricing/candidate.js';
import { check } from '../../examples/pricing/checks.js';
import { demo } from '../../examples/pricing/demo.js';
import { legacyQuote } from '../../examples/pricing/legacy.js';
import { listen, stop } from '../../examples/pricing/loopback.js';
import { generateOrders } from '../../examples/pricing/orders.js';
import { replay } from '../../examples/pricing/replay.js';
import { EXPERIMENT } from '../../examples/pricing/service.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricing-'));
  vi.stubEnv('TMPDIR', folder); // where the page is written
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('the demo', { timeout: 30_000 }, () => {
  it('replays the orders of a file, finds every claim to hold, and says so in plain lines', async () => {
    const { code, printed } = await run(fileOf(generateOrders(300)));
    expect(code).toBe(0);
    expect(printed).toContain(' 50 %  150 of 300\n');
    expect(printed).toContain('every response was the legacy price: 300 of 300 (checked)');
    expect(printed).toContain('Prometheus says the same: 300 calls, 300 comparisons');
    expect(printed).not.toContain('\u001b');
    expect(printed.split('\n').filter((each) => each.length > 80)).toEqual([]);
  });

  it('does so a second time in the same process, and for no orders at all', async () => {
    const { code, printed } = await run(fileOf([]));
    expect(code).toBe(0);
    expect(printed).toContain('every response was the legacy price: 0 of 0 (checked)');
  });

  it('writes the page, which says whether to switch', async () => {
    const { printed } = await run(fileOf(generateOrders(300)));
    const [path] = printed.match(/\S+pricing\.html/) ?? [];
    const page = readFileSync(path as string, 'utf8');
    expect(page).toContain('Do not switch.');
    expect(page).toContain('<code>$.tax</code>');
  });

  it('keeps the live page up until nobody wants to look at it any longer', async () => {
    let leave = () => {};
    const watched = new Promise<void>((resolve) => {
      leave = resolve;
    });
    let url = '';
    const look = async (text: string) => {
      [url = ''] = /stays up at (\S+)/.exec(text)?.slice(1) ?? [];
      if (url === '') return;
      expect(await (await fetch(url)).text()).toContain('pricing.quote');
      leave();
    };
    const { code } = await run(
      fileOf(generateOrders(20)),
      {},
      { watched, onText: (text) => void look(text) },
    );
    expect(code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('draws over its own line in a terminal, however narrow, and never wraps it', async () => {
    const { code, printed } = await run(fileOf(generateOrders(300)), { isTTY: true, columns: 20 });
    const drawn = printed.split('\r\u001b[K').slice(1, -1);
    expect(code).toBe(0);
    expect(drawn.length).toBeGreaterThan(0);
    expect(Math.max(...drawn.map((each) => each.length))).toBeLessThan(20);
  });

  it('does not take an answer for the legacy price that is another one, or none', async () => {
    const orders = generateOrders(300);
    const rightly = orders.filter((each) => {
      return isDeepStrictEqual(newQuote(each), legacyQuote(structuredClone(each)));
    });
    const server = createServer(async (request, response) => {
      response.end(JSON.stringify(newQuote(JSON.parse(await text(request)))));
    });
    const { equal, wrong } = await replay(await listen(server), orders, () => {});
    expect(equal).toBe(rightly.length);
    expect(wrong).toHaveLength(orders.length - rightly.length);
    expect(wrong[0]).toMatch(/^order A-\d+: not the legacy price: {/);
    await stop(server);
  });

  it('says which claim did not hold, and by which numbers', () => {
    const report = laboratory({ publishers: [] }).report(EXPERIMENT);
    const checks = check(2, { equal: 1, wrong: ['order A-7: no response'] }, { ...report, trials: 1 }, []);
    expect(checks.map(({ holds }) => holds)).toEqual([false, false, false, false]);
    expect(checks.map(({ evidence }) => evidence)).toEqual([
      '1 of 2 (checked); order A-7: no response',
      '0 of 2, 1 trials + 0 skips',
      '0 of 1',
      '0 calls, 0 comparisons',
    ]);
  });

  it('answers 2 for a file that cannot be priced', async () => {
    const { code, complained } = await run(
      fileOf([{ id: 'A-1', currency: 'EUR', lines: [{ sku: 'A', unitPrice: 1, quantity: 0, taxRate: 0 }] }]),
    );
    expect(code).toBe(2);
    expect(complained).toContain('lines[0].quantity');
  });
});

async function run(
  file: string,
  terminal: { isTTY?: boolean; columns?: number } = {},
  { watched, onText }: { watched?: Promise<void>; onText?: (text: string) => void } = {},
) {
  let printed = '';
  let complained = '';
  const stdout = {
    ...terminal,
    write: (text: string) => {
      printed += text;
      onText?.(text);
    },
  };
  const stderr = { write: (text: string) => (complained += text) };
  const env = { NO_COLOR: '1' };
  const code = await demo(file, { stdout, stderr, env, ...(watched && { watched }) });
  return { code, printed, complained };
}

function fileOf(content: unknown): string {
  const file = join(folder, 'orders.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}
