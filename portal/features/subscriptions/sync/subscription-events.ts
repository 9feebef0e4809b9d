import type { Facts } from '#platform/refusal.ts';
import type { SubscriptionEventKind, SubscriptionRow, TermEndOutcome } from '../tables.ts';
import type { SubscriptionReading } from './reading.ts';

export type SubscriptionEvent = Readonly<{ kind: SubscriptionEventKind; facts: Facts }>;

/** The events between two answers of a vendor, found by comparing them. */
export function eventsBetween(
  before: SubscriptionRow | undefined,
  after: SubscriptionReading & Readonly<{ termEndOutcome: TermEndOutcome; isOtherProduct: boolean }>,
): SubscriptionEvent[] {
  if (before === undefined) {
    return [{ kind: 'started', facts: { seatCount: after.seatCount, ...termFacts(after) } }];
  }
  const events: SubscriptionEvent[] = [];
  const isNewTerm = !before.startsOn.equals(after.term.startsOn);
  // A trial that becomes its paid product is no other product to people.
  if (after.isOtherProduct && !before.isTrial && !hasEnded(after))
    events.push({ kind: 'upgraded', facts: { before: before.name, after: after.name } });
  if (isNewTerm) events.push({ kind: after.isExtended ? 'extended' : 'renewed', facts: termFacts(after) });
  if (before.seatCount !== after.seatCount && !hasEnded(after)) {
    events.push({ kind: 'seatsChanged', facts: { before: before.seatCount, after: after.seatCount } });
  }
  if (!isNewTerm && !hasEnded(after) && before.termEndOutcome !== after.termEndOutcome) {
    const facts = { before: before.termEndOutcome, after: after.termEndOutcome, ...termFacts(after) };
    events.push({ kind: 'renewalChanged', facts });
  }
  if (!before.isSuspended && after.isSuspended) events.push({ kind: 'suspended', facts: {} });
  if (before.isSuspended && !after.isSuspended && !hasEnded(after)) events.push({ kind: 'reactivated', facts: {} });
  if (!hasEnded(before) && hasEnded(after)) {
    const kind = after.status === 'deleted' ? 'cancelled' : 'ended';
    events.push({ kind, facts: { status: after.status, endedOn: before.endsBefore.toString() } });
  }
  return events;
}

/** Ended: no term follows, and people may use it for a short time at most. */
export function hasEnded({ status }: Readonly<{ status: string }>): boolean {
  return status === 'expired' || status === 'disabled' || status === 'deleted';
}

function termFacts({ term, termEndOutcome }: Pick<SubscriptionReading, 'term'> & { termEndOutcome: TermEndOutcome }) {
  return { startsOn: term.startsOn.toString(), endsBefore: term.endsBefore.toString(), termEndOutcome };
}
