import type { BatchObservableResult, Meter, MeterProvider, Observable } from '@opentelemetry/api';
import type { Counts } from '../../types/publisher.js';
import { Bounds } from './bounds.js';
import { METRIC, SCOPE } from './names.js';
import { add, type Dropped, type Point, type Points, pointsOf } from './points.js';

/** Where counts come from: a laboratory, or a publisher for what it dropped itself. */
export type Source = () => Iterable<Counts | Dropped>;

// The number is that of the public part of `Registry`: copies of this package that agree on it share.
const REGISTRIES = Symbol.for('labcoat.telemetry.1');

const FEW = 64;

/**
 * What a meter provider is told. There is one registry for each provider in the whole process: two callbacks that
 * observe the same series would overwrite each other, be they of two laboratories or of two copies of this package.
 */
export function registryOf(provider: MeterProvider): Registry {
  const shared = globalThis as unknown as Record<symbol, WeakMap<object, Registry> | undefined>;
  shared[REGISTRIES] ??= new WeakMap();
  let registry = shared[REGISTRIES].get(provider);
  if (registry === undefined) {
    registry = new Registry(provider.getMeter(SCOPE.name, SCOPE.version));
    shared[REGISTRIES].set(provider, registry);
  }
  return registry;
}

interface Followed {
  // Weak, so that a laboratory that lives for one test or one request can be collected.
  readonly source: WeakRef<Source>;
  readonly isPinned: boolean;
  last: Points;
}

class Registry {
  /** What attributes may say, for all that is told to this provider. */
  readonly bounds = new Bounds();
  readonly #meter: Meter;
  readonly #followed = new Map<WeakRef<Source>, Followed>();
  readonly #known = new WeakMap<Source, WeakRef<Source>>();
  // Those that have counted something since they were last looked at. Held on to, or it would be lost with them.
  readonly #fresh = new Set<Source>();
  // What was last seen of laboratories that are gone. A counter never goes down, and what was under way is over.
  readonly #departed: Points = new Map();
  #instruments: Map<string, Observable> | undefined;
  #sweepAt = FEW;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** Observes the source from now on; a pinned one stays here when the global provider is replaced. */
  follow(source: Source, isPinned: boolean): void {
    const known = this.#known.get(source);
    if (known !== undefined && this.#followed.has(known)) return;
    if (this.#followed.size >= this.#sweepAt) this.#sweep();
    const ref = new WeakRef(source);
    this.#known.set(source, ref);
    this.#followed.set(ref, { source: ref, isPinned, last: new Map() });
    this.#attach();
  }

  /** The source has counted something. Holds on to a few such sources at most, as without an SDK nobody ever looks. */
  refresh(source: Source): void {
    this.#fresh.add(source);
    if (this.#fresh.size <= FEW) return;
    for (const oldest of this.#fresh) {
      this.#fresh.delete(oldest);
      const known = this.#known.get(oldest);
      const one = known && this.#followed.get(known);
      if (one !== undefined) this.#look(one);
      return;
    }
  }

  /** Hands over everything that is not pinned to the registry of the provider that took this one's place. */
  moveTo(successor: Registry): void {
    if (successor === this) return;
    this.#bury();
    for (const { source, isPinned } of [...this.#followed.values()]) {
      const live = source.deref();
      if (isPinned || live === undefined) continue;
      successor.follow(live, false);
      successor.refresh(live);
      this.#fresh.delete(live);
      this.#followed.delete(source);
    }
    for (const point of this.#departed.values()) successor.inherit(point);
    this.#departed.clear();
    if (this.#followed.size === 0) this.#detach();
  }

  /** Takes over what was counted by a laboratory that is gone. */
  inherit(point: Point): void {
    add(this.#departed, point);
    this.#attach();
  }

  #attach(): void {
    if (this.#instruments !== undefined) return;
    this.#instruments = createObservables(this.#meter);
    this.#meter.addBatchObservableCallback(this.#observe, [...this.#instruments.values()]);
  }

  #detach(): void {
    if (this.#instruments === undefined) return;
    this.#meter.removeBatchObservableCallback(this.#observe, [...this.#instruments.values()]);
    this.#instruments = undefined;
  }

  readonly #observe = (result: BatchObservableResult): void => {
    this.#bury();
    const total: Points = new Map(this.#departed);
    for (const one of this.#followed.values()) {
      this.#look(one);
      for (const [key, point] of one.last) add(total, point, key);
    }
    this.#fresh.clear();
    for (const { metric, value, attributes } of total.values()) {
      const instrument = this.#instruments?.get(metric);
      if (instrument !== undefined) result.observe(instrument, value, attributes);
    }
  };

  // One laboratory that cannot be read must not take the others' series away.
  #look(one: Followed): void {
    const source = one.source.deref();
    if (source === undefined) return;
    try {
      one.last = pointsOf(source(), this.bounds);
    } catch {
      // What was last seen stands.
    }
  }

  // Without an SDK nobody ever observes, and what is left of laboratories that are gone would pile up.
  #sweep(): void {
    this.#bury();
    this.#sweepAt = Math.max(FEW, 2 * this.#followed.size);
  }

  #bury(): void {
    for (const { source, last } of [...this.#followed.values()]) {
      if (source.deref() !== undefined) continue;
      this.#followed.delete(source);
      for (const point of last.values()) {
        const isCounter = METRIC[point.metric].kind === 'ObservableCounter';
        add(this.#departed, isCounter ? point : { ...point, value: 0 });
      }
    }
  }
}

export type { Registry };

function createObservables(meter: Meter): Map<string, Observable> {
  const observables = new Map<string, Observable>();
  for (const [key, { name, kind, unit, description }] of Object.entries(METRIC)) {
    if (kind !== 'Histogram') observables.set(key, meter[`create${kind}`](name, { unit, description }));
  }
  return observables;
}
