import { Decimal, type DecimalValue, utcDate } from '@licence-portal/nce';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { charge } from '../tables.ts';

/** A line that was quoted, to be charged or refunded now. */
export type ChargeLine = Readonly<{
  /** Unique within the order line. */
  key: string;
  kind: 'charge' | 'refund';
  code: string;
  name: string;
  seatCount: number;
  /** Decimal text, not rounded. */
  unitPricePerCycle: string;
  /** ISO dates, half-open. */
  cycle: Readonly<{ startsOn: string; endsBefore: string }>;
  billedDays: number;
  cycleDays: number;
  /** Decimal text; negative for a refund. */
  net: DecimalValue;
}>;

type ChargedTo = Pick<
  typeof charge.$inferInsert,
  'accountId' | 'subscriptionId' | 'taxRate' | 'currency' | 'paymentMethod'
> &
  Readonly<{ orderId: Id<'order'>; orderLineId: Id<'orderLine'> }>;

/**
 * Appends the quoted lines of a confirmed order line to the ledger; a second call for the same lines changes nothing.
 */
export async function postCharges(
  { tx, clock }: OperationContext,
  to: ChargedTo,
  lines: readonly ChargeLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const now = clock.now();
  await tx
    .insert(charge)
    .values(
      lines.map(({ key, cycle, unitPricePerCycle, net, ...line }) => ({
        ...to,
        ...line,
        unitPricePerCycle: new Decimal(unitPricePerCycle),
        cycleStartsOn: Temporal.PlainDate.from(cycle.startsOn),
        cycleEndsBefore: Temporal.PlainDate.from(cycle.endsBefore),
        net: new Decimal(net),
        chargedOn: utcDate(now),
        createdAt: now,
        source: 'order' as const,
        quoteLineKey: key,
        entryKey: line.code === 'purchase' ? cycleKey(cycle.startsOn) : `order:${to.orderLineId}:${key}`,
      })),
    )
    .onConflictDoNothing();
}

/** The key of the one entry that charges a cycle, whether an order begins it or it begins by itself. */
export function cycleKey(startsOn: Temporal.PlainDate | string): string {
  return `cycle:${startsOn}`;
}
