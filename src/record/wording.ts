const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** From here on numbers are written with an exponent. */
const COUNTLESS = 1e21;

/** `8 112`. Counts from elsewhere can be fractions; a person is shown whole ones. */
export function grouped(count: number): string {
  if (count >= COUNTLESS) return 'countless';
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** `1 run`, `8 112 runs`. */
export function countOf(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}`;
}

/** `99.9 %`, where the multiplication alone would say 99.90000000000001. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(10))} %`;
}

const MOST_EVIDENCE = 1_000_000;
const LEAST_EVIDENCE = 0.001;

/** `473`, `0.0812`, `more than a million`: how far beyond what is needed evidence is says nothing more. */
export function evidenceText(evidence: number): string {
  if (evidence > MOST_EVIDENCE) return 'more than a million';
  if (evidence < LEAST_EVIDENCE) return `less than ${LEAST_EVIDENCE}`;
  return evidence < 1_000 ? String(Number(evidence.toPrecision(3))) : grouped(evidence);
}

/** `20 more minutes`, `14 more hours`, `3 more days`: rounded up, so that it is not shorter in the end. */
export function moreTime(ms: number): string {
  if (ms >= 2 * MS_PER_DAY) return countOf(Math.ceil(ms / MS_PER_DAY), 'more day');
  if (ms > MS_PER_HOUR) return countOf(Math.ceil(ms / MS_PER_HOUR), 'more hour');
  return countOf(Math.ceil(ms / MS_PER_MINUTE), 'more minute');
}
