import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ReportHandler, reportHandler } from '../../src/index.js';
import { minutely, reportOf } from './reports.js';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** The user's own server, which is the only one that there is. */
async function served(handler: ReportHandler): Promise<string> {
  const server = createServer(handler);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/anywhere`;
}

/** The same handler in both kinds of server. */
const KINDS: [
  string,
  (handler: ReportHandler) => Promise<(init?: RequestInit, query?: string) => Promise<Response>>,
][] = [
  [
    'Node’s',
    async (handler) => {
      const url = await served(handler);
      return (init, query = '?at=all') => fetch(url + query, init);
    },
  ],
  [
    'fetch',
    async (handler) =>
      (init, query = '') =>
        handler(new Request(`http://127.0.0.1/anywhere${query}`, init)),
  ],
];

describe.each(KINDS)('a page behind a server of the kind %s', (_, serve) => {
  it('has the latest counts, whenever it is asked for', async () => {
    const bench = minutely();
    const ask = await serve(reportHandler(bench.lab));
    reportOf({ runs: 10 }, bench);
    expect(await (await ask()).text()).toContain('10 runs');
    reportOf({ runs: 7 }, bench);
    expect(await (await ask()).text()).toContain('17 runs');
  });

  it('may be kept by nobody, framed by nobody, and runs no script but its own', async () => {
    const ask = await serve(reportHandler(minutely().lab));
    const [one, other] = [await ask(), await ask()];
    expect(one.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = one.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'.*script-src 'nonce-[\w-]{36}'.*frame-ancestors 'none'$/);
    expect(policy).not.toBe(other.headers.get('content-security-policy'));
    const nonce = /nonce-([\w-]+)/.exec(policy)?.[1];
    expect(await one.text()).toContain(`<script nonce="${nonce}"`);
  });

  it('has one experiment alone, where its name is asked for', async () => {
    const bench = minutely();
    reportOf({ name: 'the one', runs: 1 }, bench);
    reportOf({ name: 'the other', runs: 1 }, bench);
    const ask = await serve(reportHandler(bench.lab));
    const [page, none] = [await ask({}, '?experiment=the%20one'), await ask({}, '?experiment=unknown')];
    expect(await page.text()).not.toContain('the other');
    expect(await none.text()).toContain('There is no experiment to show yet.');
  });

  it('is read-only', async () => {
    const ask = await serve(reportHandler(minutely().lab));
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await ask({ method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    const head = await ask({ method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each<[string, () => unknown, number]>([
    ['answers true', () => true, 200],
    ['promises true', async () => true, 200],
    ['answers false', () => false, 403],
    ['answers what is almost true', () => 'yes', 403],
    ['answers nothing', () => undefined, 403],
    ['throws', fail, 403],
    ['rejects', () => Promise.reject(new Error('no')), 403],
  ])('is shown only to those for whom authorize answers true: one that %s', async (_, authorize, status) => {
    const ask = await serve(reportHandler(minutely().lab, { authorize: authorize as () => boolean }));
    const answer = await ask();
    expect(answer.status).toBe(status);
    if (status === 403) expect(await answer.text()).toBe('Forbidden\n');
    expect((await ask({ method: 'POST' })).status).toBe(status === 403 ? 403 : 405);
  });

  it('says only that it failed, where it did', async () => {
    const ask = await serve(reportHandler({ reports: fail }));
    const answer = await ask();
    expect([answer.status, await answer.text()]).toEqual([500, 'The page could not be made\n']);
  });
});

it.each([
  ['none', undefined],
  ['without anything', null],
  [
    'with a method that cannot be read',
    {
      get method() {
        throw new Error('broken');
      },
    },
  ],
])('a request that is %s is answered, and never rejects', async (_, request) => {
  const page = reportHandler(minutely().lab);
  expect((await page(request as unknown as Request)).status).toBe(500);
});

it('authorize is given the request as the server has it', async () => {
  const { lab } = minutely();
  const byNode = reportHandler(lab, {
    authorize: (request: IncomingMessage) => request.headers.authorization === 'Bearer s3cret',
  });
  const headers = { authorization: 'Bearer s3cret' };
  const url = await served(byNode);
  expect((await fetch(url, { headers })).status).toBe(200);
  expect((await fetch(url)).status).toBe(403);
  const byFetch = reportHandler(lab, {
    authorize: (request: Request) => request.headers.get('authorization') === 'Bearer s3cret',
  });
  expect((await byFetch(new Request(url, { headers }))).status).toBe(200);
});

it('a handler of the other kind may be given more than a request', async () => {
  const handler = reportHandler(minutely().lab) as (request: Request, env: object) => Promise<Response>;
  expect((await handler(new Request('http://127.0.0.1/'), { KEY: 'value' })).status).toBe(200);
});

it('nobody is hurt where somebody else has answered already', async () => {
  const answered = {
    writeHead: fail,
    end: fail,
  };
  await expect(reportHandler(minutely().lab)({ method: 'GET' }, answered)).resolves.toBeUndefined();
});

it.each([
  [{ authorize: 'me' }, 'reportHandler: authorize ("me"): give a function'],
  [{ refreshMs: 10 }, 'reportHandler: refreshMs (10): give milliseconds from 1000'],
])('options that cannot be meant are refused: %j', (options, message) => {
  expect(() => reportHandler(minutely().lab, options as object)).toThrow(message);
});

function fail(): never {
  throw new Error('secret');
}

it('refuses what is no laboratory when it is made, and not at the first request', () => {
  expect(() => reportHandler(undefined as never)).toThrow('reportHandler(undefined): give a laboratory');
});

it('links to each where there are too many for one page, also to one with half a character in its name', async () => {
  const { lab } = minutely();
  const names = Array.from(
    { length: 51 },
    (_, at) => `${String.fromCharCode(0xd800)} & ${String(at).padStart(2, '0')}`,
  );
  for (const name of names)
    lab
      .experiment(name)
      .use(() => 1)
      .try(() => 1)
      .run();
  const serve = reportHandler(lab);
  const page = await serve(new Request('http://localhost/'));
  expect(page.status).toBe(200);
  const links = [...(await page.text()).matchAll(/href="(\?experiment=[^"]*)"/g)].map(([, link]) => link);
  expect(links).toEqual(['?experiment=%EF%BF%BD+%26+50']);
  const one = await serve(new Request(`http://localhost/${links[0]}`));
  expect((await one.text()).match(/<article/g)).toHaveLength(1);
});
