import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { SCREEN } from './folder.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (url: string, ...args: string[]) => run(['verdict', 'e', '--prometheus', url, ...args], SCREEN);

describe('a server that does not answer as a Prometheus', () => {
  it('is told in one sentence with what it said, and exit code 3', async () => {
    const refused = await ask('http://127.0.0.1:1');
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toMatch(/^labcoat: --prometheus http:\/\/127\.0\.0\.1:1\/ does not answer: .+\n$/);
    const page = await serve((_, response) => response.writeHead(502).end('<html>'));
    expect((await ask(`http://${page}`)).stderr).toBe(
      `labcoat: --prometheus http://${page}/ answers 502, and nothing that a Prometheus says\n`,
    );
    const wrong = await serve((_, response) =>
      response.writeHead(422).end('{"status":"error","error":"too many samples"}'),
    );
    expect((await ask(`http://${wrong}`)).stderr).toBe(
      `labcoat: --prometheus http://${wrong}/ answers too many samples\n`,
    );
  });

  it('is not waited for beyond the time limit', async () => {
    const silent = await serve(() => {});
    expect((await ask(`http://${silent}`, '--timeout', '200ms')).stderr).toContain(
      'does not answer: it takes too long',
    );
    const halfway = await serve((_, response) => void response.writeHead(200).write('{'));
    expect((await ask(`http://${halfway}`, '--timeout', '200ms')).stderr).toContain(
      'does not answer: it takes too long',
    );
  });

  it('may have any time to answer', async () => {
    const broken = await serve((_, response) => response.writeHead(503).end());
    expect((await ask(`http://${broken}`, '--timeout', '100y')).stderr).toContain('answers 503');
  });

  it.each([
    'null',
    '[{}]',
    '7',
    '[{"value":[1,"5"]}]',
    '[{"metric":{},"value":[1,"NaN"]}]',
    '[{"metric":{},"value":[1,"+Inf"]}]',
  ])('is told when it says success and %s', async (result) => {
    const odd = await serve((_, response) =>
      response.end(`{"status":"success","data":{"resultType":"vector","result":${result}}}`),
    );
    expect((await ask(`http://${odd}`)).stderr).toBe(
      `labcoat: --prometheus http://${odd}/ answers vector, and no samples that can be read\n`,
    );
  });
});

describe('a server that asks who one is', () => {
  it('gets the headers, and user and password of the address, which no message repeats', async () => {
    const seen: (string | undefined)[] = [];
    const host = await serve(({ headers, url }, response) => {
      seen.push(url, headers.authorization, headers['x-scope-orgid'] as string | undefined);
      response.writeHead(401).end('no');
    });
    const { stderr } = await ask(`http://ada:s%40fe@${host}/prometheus`, '--header', 'X-Scope-OrgID: shop');
    expect(seen.slice(0, 3)).toEqual(['/prometheus/api/v1/query', `Basic ${btoa('ada:s@fe')}`, 'shop']);
    expect(stderr).toBe(
      `labcoat: --prometheus http://${host}/prometheus/ answers 401, and nothing that a Prometheus says\n`,
    );
  });
});
