import type { Attributes, BatchObservableCallback, MetricOptions } from '@opentelemetry/api';

/** One series of one metric, and where it stands. */
export interface RecordedMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'counter' | 'up-down-counter' | 'gauge' | 'histogram';
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of a histogram, how many values there were. */
  readonly value: number;
  /** What was recorded, in the order in which it was. Of a histogram only. */
  readonly values?: readonly number[];
}

interface Instrument {
  readonly name: string;
  readonly unit: string;
  readonly kind: RecordedMetric['kind'];
}

/** A meter provider that keeps what its instruments are told. */
export class MetricRecorder {
  readonly #callbacks = new Set<BatchObservableCallback>();
  readonly #histograms = new Map<string, RecordedMetric & { readonly values: number[] }>();

  getMeter(): object {
    const observable = (kind: Instrument['kind']) => (name: string, options?: MetricOptions) =>
      instrument(name, kind, options);
    return {
      createObservableCounter: observable('counter'),
      createObservableUpDownCounter: observable('up-down-counter'),
      createObservableGauge: observable('gauge'),
      createHistogram: (name: string, options?: MetricOptions) => {
        const own = instrument(name, 'histogram', options);
        return {
          record: (value: number, attributes: Attributes = {}) => this.#record(own, value, attributes),
        };
      },
      addBatchObservableCallback: (callback: BatchObservableCallback) => this.#callbacks.add(callback),
      removeBatchObservableCallback: (callback: BatchObservableCallback) => this.#callbacks.delete(callback),
    };
  }

  read(): RecordedMetric[] {
    const observed: RecordedMetric[] = [];
    const observe = (from: unknown, value: number, attributes: Attributes = {}) =>
      observed.push({ ...(from as Instrument), attributes: { ...attributes }, value });
    for (const callback of this.#callbacks) callback({ observe } as never);
    const histograms = Array.from(this.#histograms.values(), (one) => ({
      ...one,
      value: one.values.length,
      values: [...one.values],
    }));
    return [...observed, ...histograms];
  }

  #record(own: Instrument, value: number, attributes: Attributes): void {
    const key = JSON.stringify([own.name, Object.entries(attributes).sort()]);
    const series = this.#histograms.get(key);
    if (series === undefined) {
      this.#histograms.set(key, { ...own, attributes: { ...attributes }, value: 1, values: [value] });
    } else series.values.push(value);
  }
}

function instrument(name: string, kind: Instrument['kind'], { unit = '' }: MetricOptions = {}): Instrument {
  return { name, unit, kind };
}
