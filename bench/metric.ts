/**
 * One measured value. It should be at most its ceiling, or at least its floor; with neither it is shown for its own
 * sake, such as an anchor beside which others are read.
 */
export type Metric = Readonly<{ name: string; value: number; unit: string; ceiling?: number; floor?: number }>;

/** `missed`: past its ceiling or floor; `failed`: more than twice past it, which ends the run with 1. */
export type Verdict = 'met' | 'missed' | 'failed';

/** How many times past its ceiling or floor a metric may be on a busy machine. */
const TIMES_PAST_MAX = 2;

export function verdictOf({ value, ceiling, floor }: Metric): Verdict {
  if (!Number.isFinite(value)) return 'failed';
  const isMet = value <= (ceiling ?? Number.POSITIVE_INFINITY) && value >= (floor ?? Number.NEGATIVE_INFINITY);
  if (isMet) return 'met';
  const isFailed =
    (ceiling !== undefined && value > ceiling * TIMES_PAST_MAX) ||
    (floor !== undefined && value < floor / TIMES_PAST_MAX);
  return isFailed ? 'failed' : 'missed';
}

/** The line that shows a metric beside its ceiling or floor. */
export function metricLine(metric: Metric): string {
  const { name, value, unit, ceiling, floor } = metric;
  const limits = [
    ...(ceiling === undefined ? [] : [`ceiling ${ceiling} ${unit}`]),
    ...(floor === undefined ? [] : [`floor ${floor} ${unit}`]),
  ];
  const limit = limits.length === 0 ? '' : ` (${limits.join(', ')})`;
  const past = ceiling !== undefined && value > ceiling ? 'above the ceiling' : 'below the floor';
  const notes = { met: '', missed: `   ${past}`, failed: `   ${past}, by more than twice: failed` };
  return `  ${name.padEnd(62)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(5)}${limit}${notes[verdictOf(metric)]}`;
}

/** The middle one of an odd number of values; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('no values to take the median of');
  return (low + high) / 2;
}
