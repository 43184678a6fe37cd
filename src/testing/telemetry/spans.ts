import type { Attributes, Context, HrTime, Link, SpanContext, SpanOptions } from '@opentelemetry/api';
import { milliseconds, spanIdOf } from './events.js';

/** A span that has ended. */
export interface RecordedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** The ids of the spans that it is linked to. */
  readonly links: readonly string[];
  readonly status: 'unset' | 'ok' | 'error';
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly durationMs?: number;
}

const STATUS = ['unset', 'ok', 'error'] as const;
const SAMPLED = 1;

/** A tracer provider whose tracers keep the spans that have ended. */
export class SpanRecorder {
  readonly spans: RecordedSpan[] = [];
  #count = 0;

  getTracer(): object {
    return {
      startSpan: (name: string, options: SpanOptions, context: Context) => {
        this.#count += 1;
        return new Recording(name, options, context, this.#count, (span) => this.spans.push(span));
      },
    };
  }
}

/** As much of a span as is used. */
class Recording {
  readonly #name: string;
  readonly #attributes: Attributes;
  readonly #options: SpanOptions;
  readonly #parent: string | undefined;
  readonly #context: SpanContext;
  readonly #ended: (span: RecordedSpan) => void;
  #status = 0;
  #isOpen = true;

  constructor(
    name: string,
    options: SpanOptions,
    context: Context,
    count: number,
    ended: (span: RecordedSpan) => void,
  ) {
    this.#name = name;
    this.#options = options;
    this.#attributes = { ...options.attributes };
    this.#parent = options.root === true ? undefined : spanIdOf(context);
    const id = (length: number) => count.toString(16).padStart(length, '0');
    this.#context = { traceId: id(32), spanId: id(16), traceFlags: SAMPLED };
    this.#ended = ended;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return this.#isOpen;
  }

  setAttribute(key: string, value: Attributes[string]): this {
    this.#attributes[key] = value;
    return this;
  }

  setStatus({ code }: { readonly code: number }): this {
    this.#status = code;
    return this;
  }

  addEvent(): this {
    return this;
  }

  end(endTime?: HrTime): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { startTime, links = [] } = this.#options;
    const startedAt = startTime === undefined ? undefined : milliseconds(startTime as HrTime);
    this.#ended({
      name: this.#name,
      attributes: { ...this.#attributes },
      traceId: this.#context.traceId,
      spanId: this.#context.spanId,
      ...(this.#parent !== undefined && { parentSpanId: this.#parent }),
      links: links.map(({ context }: Link) => context.spanId),
      status: STATUS[this.#status] ?? 'unset',
      ...(startedAt !== undefined && { startedAt }),
      ...(startedAt !== undefined &&
        endTime !== undefined && { durationMs: milliseconds(endTime) - startedAt }),
    });
  }
}
