import fc from 'fast-check';
import {
  type Line,
  type Money,
  money,
  newCommercePolicy,
  type PossibleQuote,
  type Quote,
  type SeatBatch,
  type SubscriptionState,
} from '../src/nce.ts';

export const instant = (text: string) => Temporal.Instant.from(text);
export const date = (text: string) => Temporal.PlainDate.from(text);
export const eur = (amount: string) => money(amount, 'EUR');

/** `EUR 12.50`, so that a failed expectation is readable. */
export const textOf = ({ amount, currency }: Money) => `${currency} ${amount.toFixed()}`;

export function batch(seatCount: number, refundableUntil: string, addedAt?: string): SeatBatch {
  return { seatCount, refundableUntil: instant(refundableUntil), ...(addedAt && { addedAt: instant(addedAt) }) };
}

/** 10 seats for a year from 1 March 2026, billed monthly at 31.00: a seat costs 1.00 a day in months of 31 days. */
export function subscription(overrides: Partial<SubscriptionState> = {}): SubscriptionState {
  return {
    status: 'active',
    isSuspended: false,
    isTrial: false,
    seatCount: 10,
    term: { startsOn: date('2026-03-01'), endsBefore: date('2027-03-01') },
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    unitPricePerCycle: eur('31'),
    purchasedOrRenewedAt: instant('2026-03-01T09:00:00Z'),
    autoRenewEnabled: true,
    policy: newCommercePolicy(),
    cancellationAllowedUntil: instant('2026-03-08T09:00:00Z'),
    refundable: [batch(10, '2026-03-08T09:00:00Z')],
    refundOptions: [],
    scheduledActions: [],
    ...overrides,
  };
}

/** Every status, flag, window and plan that the rules distinguish. */
export const anySubscription = fc
  .record({
    status: fc.constantFrom('active', 'active', 'active', 'suspended', 'pending', 'expired', 'deleted', 'hibernating'),
    isSuspended: fc.boolean(),
    isTrial: fc.boolean(),
    isExtendedServiceTerm: fc.boolean(),
    autoRenewEnabled: fc.boolean(),
    seatCount: fc.integer({ min: 1, max: 12 }),
    seatCountMin: fc.constantFrom(undefined, 1, 5),
    seatCountMax: fc.constantFrom(undefined, 12, 300),
    cancellationAllowedUntil: fc.constantFrom(undefined, instant('2026-03-08T09:00:00Z')),
    refundable: fc.constantFrom('unknown' as const, [], [batch(1, '2026-03-08T09:00:00Z')]),
    scheduledActions: fc.constantFrom(
      [],
      [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
      [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
      [{ scheduleType: 'TermEnd', actionType: 'Hibernate' }],
    ),
    termDuration: fc.constantFrom('P1M', 'P1Y', 'P3Y', 'OneTime'),
    billingCycle: fc.constantFrom('monthly', 'annual', 'none', 'weekly'),
  })
  .map((overrides) => subscription(overrides));

/** `2 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR 20`; the net is negative for a refund. */
export const textOfLine = ({ seatCount, cycle, billedDays, cycleDays, net }: Line) =>
  `${seatCount} seats, ${cycle.startsOn}/${cycle.endsBefore}, ${billedDays} of ${cycleDays} days, ${textOf(net)}`;

export function possible(quote: Quote): PossibleQuote {
  if (!quote.possible) throw new Error(`refused: ${quote.reason}`);
  return quote;
}
