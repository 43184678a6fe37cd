import { diag } from '@opentelemetry/api';
import type { Fault } from '../types/index.js';

/** Tells a fault that nobody listens for, or that the listener failed on, to OpenTelemetry's diagnostics. Never throws. */
export function tellUnheard({ experiment, stage, error }: Fault): void {
  try {
    diag.warn(`labcoat: ${stage} failed in experiment '${experiment}'`, error);
  } catch {
    // A diagnostics logger that throws leaves nobody to tell.
  }
}
