import {
  type Attributes,
  type AttributeValue,
  type Context,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  type TimeInput,
  trace,
} from '@opentelemetry/api';
import { milliseconds } from './events.js';

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

/** A span that keeps what is said of it, but for events. All of its methods are there: a candidate may use any. */
class Recording implements Span {
  readonly #attributes: Attributes;
  readonly #links: Link[];
  readonly #options: SpanOptions;
  readonly #parent: SpanContext | undefined;
  readonly #context: SpanContext;
  readonly #ended: (span: RecordedSpan) => void;
  #name: string;
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
    this.#links = [...(options.links ?? [])];
    this.#parent = options.root === true ? undefined : trace.getSpanContext(context);
    const id = (length: number) => count.toString(16).padStart(length, '0');
    const traceId = this.#parent?.traceId ?? id(32);
    this.#context = { traceId, spanId: id(16), traceFlags: SAMPLED };
    this.#ended = ended;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return this.#isOpen;
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.#attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.#attributes, attributes);
    return this;
  }

  addLink(link: Link): this {
    return this.addLinks([link]);
  }

  addLinks(links: Link[]): this {
    this.#links.push(...links);
    return this;
  }

  updateName(name: string): this {
    this.#name = name;
    return this;
  }

  setStatus({ code }: SpanStatus): this {
    this.#status = code;
    return this;
  }

  addEvent(): this {
    return this;
  }

  recordException(): void {}

  end(endTime?: TimeInput): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { startTime } = this.#options;
    const startedAt = startTime === undefined ? undefined : milliseconds(startTime as HrTime);
    this.#ended({
      name: this.#name,
      attributes: { ...this.#attributes },
      traceId: this.#context.traceId,
      spanId: this.#context.spanId,
      ...(this.#parent !== undefined && { parentSpanId: this.#parent.spanId }),
      links: this.#links.map(({ context }) => context.spanId),
      status: STATUS[this.#status] ?? 'unset',
      ...(startedAt !== undefined && { startedAt }),
      ...(startedAt !== undefined &&
        Array.isArray(endTime) && { durationMs: milliseconds(endTime) - startedAt }),
    });
  }
}
