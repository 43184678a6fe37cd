import { LONGEST_MS } from '../run/time-limit.js';
import { UsageError } from './error.js';

/** One series of an answer, and its value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Access {
  readonly url: string;
  /** As `Name: value`. */
  readonly headers: readonly string[];
  readonly timeoutMs: number;
}

/** Asks a Prometheus, or what speaks its language: Mimir, Thanos, VictoriaMetrics, a hosted one. */
export class Prometheus {
  readonly #base: URL;
  readonly #headers: Headers;
  readonly #timeoutMs: number;

  /** @throws UsageError if the address or a header is none */
  constructor({ url, headers, timeoutMs }: Access) {
    this.#base = addressOf(url);
    this.#headers = headersOf(headers);
    this.#timeoutMs = Math.min(timeoutMs, LONGEST_MS);
    const { username, password } = this.#base;
    if (username !== '') {
      const secret = decoded(`${username}:${password}`);
      this.#headers.set('authorization', `Basic ${Buffer.from(secret).toString('base64')}`);
      this.#base.username = '';
      this.#base.password = '';
    }
  }

  /**
   * The value of an expression at one moment.
   * @param atMs milliseconds since the epoch; now, if it is not given
   * @throws UsageError if there is no answer, or it says that something is wrong
   */
  async ask(query: string, atMs?: number): Promise<Sample[]> {
    const form = new URLSearchParams({ query, ...(atMs !== undefined && { time: String(atMs / 1_000) }) });
    const { result, resultType } = await this.#post('query', form);
    const samples = samplesIn(result, resultType);
    return samples ?? this.#fail(`answers ${resultType}, and no samples that can be read`);
  }

  async #post(path: string, form: URLSearchParams): Promise<{ result: unknown; resultType: string }> {
    const url = new URL(`api/v1/${path}`, this.#base);
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const answer = await fetch(url, { method: 'POST', body: form, headers: this.#headers, signal })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((error: unknown) => this.#fail(`does not answer: ${reasonOf(error)}`));
    const body = parsed(answer.text);
    if (body?.status === 'success' && body.data?.result !== undefined) return body.data;
    const said = body?.error ?? `${answer.status}, and nothing that a Prometheus says`;
    return this.#fail(`answers ${said}`);
  }

  #fail(what: string): never {
    throw new UsageError(`--prometheus ${this.#base.href} ${what}`);
  }
}

function samplesIn(result: unknown, type: string): Sample[] | undefined {
  try {
    if (type === 'scalar') return [{ labels: {}, value: Number((result as [number, string])[1]) }];
    const samples = (result as { metric: Record<string, string>; value: [number, string] }[]).map(
      ({ metric, value }) => ({ labels: metric, value: Number(value[1]) }),
    );
    const isOne = ({ labels, value }: Sample) => labels !== undefined && Number.isFinite(value);
    return samples.every(isOne) ? samples : undefined;
  } catch {
    return undefined;
  }
}

interface Body {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly result: unknown; readonly resultType: string };
}

function parsed(text: string): Body | undefined {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined;
  }
}

function addressOf(text: string): URL {
  try {
    const url = new URL(text.endsWith('/') ? text : `${text}/`);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // Said below.
  }
  throw new UsageError(`--prometheus ${text}: give an address such as http://localhost:9090`);
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch {
    throw new UsageError('--prometheus: its user or password cannot be read; write % as %25 in them');
  }
}

function headersOf(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const [name = '', ...rest] = line.split(':');
    try {
      if (rest.length === 0) throw new TypeError();
      headers.set(name.trim(), rest.join(':').trim());
    } catch {
      // What it says may be a secret.
      throw new UsageError(`--header ${name}: give it as 'Name: value'`);
    }
  }
  return headers;
}

/** `fetch failed` says nothing; what is behind it does. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'it takes too long';
  const { code, message: inner } = (cause ?? {}) as { code?: string; message?: string };
  return code ?? inner ?? message;
}
