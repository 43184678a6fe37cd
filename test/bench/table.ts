import type { Measured, Spread } from './measure.js';

/** A few bytes are the noise of counting them by the heap's size. */
const BYTES_OF_NOISE = 8;

export function isWithin({ row, ratio, bytes }: Measured): boolean {
  // As exactly as the budgets are given.
  const isFast = row.limit === undefined || Math.round(10 * ratio.median) / 10 <= row.limit;
  return isFast && (row.bytes === undefined || bytes <= row.bytes + BYTES_OF_NOISE);
}

/** What was measured, in Markdown. */
export function table(all: readonly Measured[]): string {
  const head = [
    'what',
    'against',
    'ns',
    'ratio (least to most)',
    'at most',
    'bytes',
    'within',
    'peers, as ratios',
  ];
  const lines = all.map(cellsOf);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf(measured: Measured): string[] {
  const { row, referenceNs, subjectNs, ratio, bytes, peers } = measured;
  const limits = [row.limit && `${row.limit}x`, row.bytes !== undefined && `${row.bytes} B`].filter(Boolean);
  return [
    row.what,
    `${row.against} (${digits(referenceNs)} ns)`,
    digits(subjectNs),
    `${digits(ratio.median)} (${spread(ratio)})`,
    limits.join(', ') || '-',
    bytes.toFixed(0),
    limits.length === 0 ? '-' : isWithin(measured) ? 'yes' : 'NO',
    Object.entries(peers)
      .map(([name, one]) => `${name} ${digits(one.median)}`)
      .join(', '),
  ];
}

function spread({ least, most }: Spread): string {
  return `${digits(least)} to ${digits(most)}`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
