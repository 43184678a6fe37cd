import { refuse, requireFunction, requireOptions } from '../refuse.js';
import type { Report } from '../types/index.js';
import { requireReport } from './given.js';
import { LIVE } from './page/live.js';
import { html, Markup } from './page/markup.js';
import { POLICY, page } from './page/render.js';

/** How `reportHandler` serves the page, and to whom. `R` is what the server gives as its request. */
export interface ReportHandlerOptions<R> {
  /**
   * Who may see the page. Given the request as the server gave it; whatever is not `true` in the end, an error too, is
   * answered with 403.
   * @default everybody who reaches the server
   */
  readonly authorize?: ((request: R) => boolean | PromiseLike<boolean>) | undefined;
  /** How often an open page asks again, in milliseconds. From 1 000. @default 5_000 */
  readonly refreshMs?: number | undefined;
}

/** What a server of Node's gives: an `IncomingMessage`, or something like it. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

/** A `ServerResponse`, or something like it. */
export interface NodeResponse {
  /** Says the status and the headers. */
  writeHead(status: number, headers: Record<string, string>): unknown;
  /** Sends the body, and ends the response. */
  end(body?: string): unknown;
}

/**
 * Answers requests with the page, whatever their path is; `?experiment=NAME` with that experiment alone. It may be
 * detached.
 */
export interface ReportHandler {
  /** For `http.createServer`, Express and others like them. */
  (request: NodeRequest, response: NodeResponse): Promise<void>;
  /** For servers that take a `Request` and give a `Response`. */
  (request: Request): Promise<Response>;
}

/**
 * Serves the page of {@link renderReport} from a server of one's own, always with the latest counts; an open page keeps
 * itself up to date. It listens to nothing by itself, changes nothing, and never rejects.
 *
 * @param lab whose experiments are shown
 * @throws TypeError for options that cannot be meant
 * @example
 * const page = reportHandler(lab, { authorize: (request) => isColleague(request) });
 * http.createServer(page).listen(9464, '127.0.0.1');
 */
export function reportHandler<R = any>(
  lab: { reports(): Report[] },
  options: ReportHandlerOptions<R> = {},
): ReportHandler {
  if (typeof lab?.reports !== 'function')
    refuse('reportHandler', lab, 'give a laboratory, of which configure({}) answers the default one');
  requireOptions('reportHandler', options, ['authorize', 'refreshMs']);
  const { authorize = () => true, refreshMs = 5_000 } = options;
  checkOptions(authorize, refreshMs);
  const answer = async (request: NodeRequest): Promise<Answer> => {
    if (!(await isAllowed(() => authorize(request as R)))) return refusal(403, 'Forbidden');
    try {
      const { method, url } = request;
      if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'Method Not Allowed');
      const reports = wanted(lab.reports(), url);
      for (const report of reports) requireReport('reportHandler', report);
      const { body, ...head } = live(reports, refreshMs);
      return { ...head, body: method === 'HEAD' ? null : body };
    } catch {
      return refusal(500, 'The page could not be made');
    }
  };
  return (async (request: NodeRequest, response?: Partial<NodeResponse>) => {
    const { status, headers, body } = await answer(request);
    // Some servers give a second argument to handlers of the other kind.
    if (typeof response?.writeHead !== 'function') return new Response(body, { status, headers });
    send(response as NodeResponse, status, headers, body);
  }) as ReportHandler;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Null where none is asked for. */
  readonly body: string | null;
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function checkOptions(authorize: unknown, refreshMs: unknown): void {
  requireFunction('reportHandler: authorize ', authorize);
  if (!(typeof refreshMs === 'number' && refreshMs >= 1_000 && refreshMs <= 2 ** 31 - 1))
    refuse('reportHandler: refreshMs ', refreshMs, 'give milliseconds from 1000');
}

async function isAllowed(authorize: () => boolean | PromiseLike<boolean>): Promise<boolean> {
  try {
    return (await authorize()) === true;
  } catch {
    return false;
  }
}

function refusal(status: number, text: string): Answer {
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {};
  return {
    status,
    headers: { ...HEADERS, ...allow, 'content-type': 'text/plain; charset=utf-8' },
    body: `${text}\n`,
  };
}

/** What the query asks for. A name that nobody knows has a page with no experiment. */
function wanted(reports: readonly Report[], url = ''): readonly Report[] {
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  const links = new URLSearchParams(query).getAll('experiment').map(linkTo);
  return links.length === 0
    ? reports
    : reports.filter(({ experiment }) => links.includes(linkTo(experiment)));
}

/** A name may have half a character in it, which no address can have: that becomes a mark, and is found by it. */
function linkTo(experiment: string): string {
  return `?${new URLSearchParams({ experiment })}`;
}

/** The page with the one script that may run in it. */
function live(reports: readonly Report[], refreshMs: number): Answer {
  const nonce = crypto.randomUUID();
  const policy = `${POLICY}; script-src 'nonce-${nonce}'; connect-src 'self'`;
  const script = html`<script nonce="${nonce}" data-every="${refreshMs}">${new Markup(LIVE.trim())}</script>`;
  return {
    status: 200,
    headers: {
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
    },
    body: page(reports, policy, { ending: script, linkTo }),
  };
}

function send(
  response: NodeResponse,
  status: number,
  headers: Record<string, string>,
  content: string | null,
): void {
  try {
    response.writeHead(status, headers);
    response.end(content ?? undefined);
  } catch {
    // Somebody else has answered already.
  }
}
