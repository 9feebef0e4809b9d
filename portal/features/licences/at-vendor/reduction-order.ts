import type { SubscriptionRow } from '#features/subscriptions/subscriptions.ts';

type Reducible = Pick<SubscriptionRow, 'endsBefore' | 'refundable'>;

/** The seats that can be given back now and until when, exclusive; else the day of the next chance. */
export type Chance =
  | Readonly<{ at: 'now'; seatCount: number; until: Temporal.Instant }>
  | Readonly<{ at: 'termEnd'; on: Temporal.PlainDate }>;

/**
 * When seats of a subscription can be given back next: those whose window is open, until the first of the windows
 * closes, else all at the end of the term.
 */
export function chanceOf({ endsBefore, refundable }: Reducible, now: Temporal.Instant): Chance {
  const open = (refundable ?? [])
    .map(({ seatCount, refundableUntil }) => ({ seatCount, until: Temporal.Instant.from(refundableUntil) }))
    .filter(({ seatCount, until }) => seatCount > 0 && Temporal.Instant.compare(now, until) < 0)
    .toSorted((left, right) => Temporal.Instant.compare(left.until, right.until));
  const [first] = open;
  if (first === undefined) return { at: 'termEnd', on: endsBefore };
  return { at: 'now', seatCount: open.reduce((sum, { seatCount }) => sum + seatCount, 0), until: first.until };
}

/** The order in which subscriptions of one product are reduced: what can be given back first comes first. */
export function compareChances(left: Chance, right: Chance): number {
  if (left.at === 'now' && right.at === 'now') return Temporal.Instant.compare(left.until, right.until);
  if (left.at === 'termEnd' && right.at === 'termEnd') return Temporal.PlainDate.compare(left.on, right.on);
  return left.at === 'now' ? -1 : 1;
}
