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

/** The day of the next charge of the present term that is not in the ledger yet; null where there is none. */
export function nextChargeOn(row: SubscriptionRow, chargedUntil: Temporal.PlainDate): Temporal.PlainDate | null {
  const startsOn = latest(chargedUntil, row.startsOn);
  if (Temporal.PlainDate.compare(startsOn, row.endsBefore) >= 0) return null;
  return dueCycles(row, { startsOn, endsBefore: row.endsBefore })[0]?.on ?? null;
}

export function latest(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) > 0 ? one : other;
}

export function earliest(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? one : other;
}
