import { EXPERIMENT, VARIANT } from '../series.js';

/** One query of a panel. */
export interface Query {
  readonly expr: string;
  /** As Grafana writes it. In a table, the column's name. */
  readonly legend: string;
  readonly unit?: string;
}

/** One panel of the dashboard, whatever draws it. */
export interface Panel {
  readonly kind: 'lines' | 'verdict' | 'table';
  readonly title: string;
  readonly description: string;
  /** Of 24. */
  readonly width: number;
  readonly unit: string;
  readonly isStacked?: boolean;
  /** Whether the last two queries are bounds of the first. */
  readonly isBounded?: boolean;
  readonly queries: readonly Query[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

// Grafana puts the chosen experiments, and a suitable range, in their places.
export const CHOSEN = `${EXPERIMENT}=~"$experiment"`;
export const RANGE = '[$__rate_interval]';
export const BY_VARIANT = `sum by (${EXPERIMENT}, ${VARIANT})`;
export const EACH = `{{${EXPERIMENT}}} {{${VARIANT}}}`;
