import { type Context, type Histogram, type MeterProvider, metrics } from '@opentelemetry/api';
import type { Counts } from '../../types/publisher.js';
import type { JudgedObservation, Observation } from '../../types/trial.js';
import { awaitSdk, isStandIn } from './late.js';
import { ATTRIBUTE, DELTA_BOUNDARIES, DURATION_BOUNDARIES, METRIC, SCOPE } from './names.js';
import { type Registry, registryOf, type Source } from './registry.js';

/** The metrics of one publisher. */
export interface Metrics {
  /** Sees to it that these counts are observed. Nearly free when they are. */
  watch(counts: () => Iterable<Counts>): void;
  /** Records how long one variant took. @param failure the `error.type` of one that failed */
  record(experiment: string, observation: Observation, failure: string | undefined, context: Context): void;
  /** Records how far the candidate was off in each measure. */
  recordMeasures(experiment: string, candidate: JudgedObservation, context: Context): void;
}

// An instrument belongs to the provider that made it, and there may be another one by the next call. So what was
// made is kept together with the provider, and the two are compared each time.
interface Current {
  readonly provider: MeterProvider;
  readonly registry: Registry;
  readonly isStandIn: boolean;
  readonly duration: Histogram;
  readonly measureDelta: Histogram;
}

/**
 * @param given the provider to use; the global one, whichever that is at the moment, without it
 * @param own what the publisher counts itself
 */
export function createMetrics(given: MeterProvider | undefined, own: Source): Metrics {
  let current: Current | undefined;
  let watched: (() => Iterable<Counts>) | undefined;
  const isPinned = given !== undefined;

  function now(): Current {
    const provider = given ?? metrics.getMeterProvider();
    if (provider !== current?.provider) {
      const previous = current?.registry;
      current = use(provider);
      watched = undefined;
      previous?.moveTo(current.registry);
      current.registry.follow(own, isPinned);
    }
    return current;
  }

  return {
    watch(counts) {
      const { registry } = now();
      if (counts !== watched) {
        registry.follow(counts, isPinned);
        if (current?.isStandIn) awaitSdk(registry);
      }
      registry.refresh(counts);
      registry.refresh(own);
      watched = counts;
    },
    record(experiment, observation, failure, context) {
      const { registry, duration, isStandIn } = now();
      if (isStandIn) return;
      // What it drops may be the last that is heard of a publisher that was replaced.
      registry.refresh(own);
      const attributes = registry.bounds.variant(experiment, observation.name);
      const all =
        failure === undefined
          ? attributes
          : {
              ...attributes,
              [ATTRIBUTE.errorType]: registry.bounds.within(
                'errorType',
                attributes[ATTRIBUTE.experiment],
                failure,
              ),
            };
      duration.record(observation.durationMs / 1000, all, context);
    },
    recordMeasures(experiment, { name: variant, measures }, context) {
      if (measures === undefined) return;
      const { registry, measureDelta, isStandIn } = now();
      if (isStandIn) return;
      for (const measured of measures) {
        const attributes = registry.bounds.variant(experiment, variant);
        const all = {
          ...attributes,
          [ATTRIBUTE.measure]: registry.bounds.within(
            'measure',
            attributes[ATTRIBUTE.experiment],
            measured.name,
          ),
          // A histogram takes no negative values: the SDK warns and drops them.
          ...(measured.delta < 0 && { [ATTRIBUTE.measureSign]: 'negative' }),
        };
        measureDelta.record(Math.abs(measured.delta), all, context);
      }
    },
  };
}

function use(provider: MeterProvider): Current {
  const meter = provider.getMeter(SCOPE.name, SCOPE.version);
  const { duration, measureDelta } = METRIC;
  return {
    provider,
    registry: registryOf(provider),
    isStandIn: isStandIn(provider),
    duration: meter.createHistogram(duration.name, {
      unit: duration.unit,
      description: duration.description,
      advice: { explicitBucketBoundaries: [...DURATION_BOUNDARIES] },
    }),
    measureDelta: meter.createHistogram(measureDelta.name, {
      unit: measureDelta.unit,
      description: measureDelta.description,
      advice: { explicitBucketBoundaries: [...DELTA_BOUNDARIES] },
    }),
  };
}
