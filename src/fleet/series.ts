import { ATTRIBUTE, METRIC } from '../publish/opentelemetry/names.js';

/** The labels that everything is added up by. */
export const EXPERIMENT = labelOf(ATTRIBUTE.experiment);
export const VARIANT = labelOf(ATTRIBUTE.variant);
export const DECISION = labelOf(ATTRIBUTE.decision);
export const OUTCOME = labelOf(ATTRIBUTE.outcome);
export const STAGE = labelOf(ATTRIBUTE.stage);

/**
 * Picks the series of a metric by whatever name it has come to Prometheus. The JavaScript exporter appends `_total` to
 * what is counted; the Collector and Prometheus' own OTLP receiver append units besides, or nothing if told so.
 *
 * @param matchers further label matchers, such as `job="shop"`
 */
export function series(metric: keyof typeof METRIC, ...matchers: readonly string[]): string {
  const { name, kind, unit } = METRIC[metric];
  const endings = [
    ...(unit === 's' ? ['(_seconds)?'] : []),
    ...(kind === 'ObservableGauge' && unit === '1' ? ['(_ratio)?'] : []),
    ...(kind === 'ObservableCounter' ? ['(_total)?'] : []),
    ...(kind === 'Histogram' ? ['_bucket'] : []),
  ];
  const chosen = [
    `__name__=~"${labelOf(name)}${endings.join('')}"`,
    ...matchers.filter((each) => each !== ''),
  ];
  return `{${chosen.join(', ')}}`;
}

/** What matches one value of a label. */
export function matching(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}

/** What matches any of several values. */
export function matchingAny(label: string, values: readonly string[]): string {
  if (values.length === 1) return matching(label, values[0] as string);
  return `${label}=~${JSON.stringify(values.map(literally).join('|'))}`;
}

function labelOf(name: string): string {
  return name.replaceAll('.', '_');
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
