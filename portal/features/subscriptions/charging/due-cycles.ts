import { type Term, type UpcomingCharge, upcomingCharges } from '@licence-portal/nce';
import { subscriptionState } from '../subscription-state.ts';
import type { SubscriptionRow } from '../tables.ts';

/**
 * The cycles of the present term that are charged in a period, as the vendor's answer foretells them. A later term is
 * charged once the vendor has shown it, and a change that is scheduled within the term once it is made.
 */
export function dueCycles(row: SubscriptionRow, period: Term): UpcomingCharge[] {
  const charges = upcomingCharges(subscriptionState(row, undefined), period, {}, row.readAt);
  return charges.filter(({ line }) => line.reason === 'chargeCycle');
}

/**
 * The cycles of the present term that are charged from a day on (included) until another, and the day of the next one
 * after them, all worked out at once.
 */
export function splitCycles(
  row: SubscriptionRow,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): { due: UpcomingCharge[]; next: Temporal.PlainDate | null } {
  if (Temporal.PlainDate.compare(from, row.endsBefore) >= 0) return { due: [], next: null };
  const cycles = dueCycles(row, { startsOn: from, endsBefore: row.endsBefore });
  const isDue = ({ on }: UpcomingCharge) => Temporal.PlainDate.compare(on, until) < 0;
  return { due: cycles.filter(isDue), next: cycles.find((cycle) => !isDue(cycle))?.on ?? null };
}

/** The day of the next charge of the present term that is not in the ledger yet; null where there is none. */
export function nextChargeOn(row: SubscriptionRow, chargedUntil: Temporal.PlainDate): Temporal.PlainDate | null {
  const from = latest(chargedUntil, row.startsOn);
  return splitCycles(row, from, from).next;
}

export function latest(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) > 0 ? one : other;
}

export function earliest(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? one : other;
}
