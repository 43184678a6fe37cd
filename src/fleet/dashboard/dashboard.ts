import { DIVERGENCE } from './divergence.js';
import { LATENCY } from './latency.js';
import type { Row } from './panel.js';
import { RUNNING } from './running.js';
import { VERDICT } from './verdict.js';

/** What the dashboard shows, from what is decided by to what is only looked at when something is odd. */
export const DASHBOARD: readonly Row[] = [VERDICT, DIVERGENCE, LATENCY, RUNNING];
