import { Decimal } from '@licence-portal/nce';
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import type { Payable } from '../payable.ts';
import { creditEntry } from '../tables.ts';

type PaidOrder = Payable & Readonly<{ orderId: Id<'order'> }>;

/** Prepaid credit that is left, gross. */
export async function creditBalance(tx: Tx, accountId: AccountId): Promise<Decimal> {
  const [row] = await tx
    .select({ balance: sql<string>`coalesce(sum(${creditEntry.amount}), 0)` })
    .from(creditEntry)
    .where(eq(creditEntry.accountId, accountId));
  return new Decimal(row?.balance ?? 0);
}

/**
 * Nothing is booked on a balance that the person has not seen: somebody else may have booked the same transfer.
 *
 * @param seen  the balance that was shown, decimal text; undefined: none was
 * @throws Refusal `billing.creditBalanceMoved`
 */
export function refuseMovedBalance(balance: Decimal, seen: string | undefined, currency: string): void {
  if (seen === undefined || balance.equals(seen)) return;
  throw new Refusal('billing.creditBalanceMoved', { balanceAmount: balance.toFixed(2), currency });
}

/** Has this order taken its amount from the prepaid credit already? */
export async function isCreditTaken(tx: Tx, orderId: Id<'order'>): Promise<boolean> {
  return (await takenBy(tx, orderId)) !== undefined;
}

/** Takes today's amount of an order from the prepaid credit; a second call for the same order changes nothing. */
export async function takeCredit({ tx, clock }: OperationContext, order: PaidOrder): Promise<void> {
  if (order.paymentMethod !== 'prepaidCredit' || order.todayGross.lessThanOrEqualTo(0)) return;
  await tx
    .insert(creditEntry)
    .values({
      accountId: order.accountId,
      kind: 'taken',
      amount: order.todayGross.negated(),
      currency: order.currency,
      orderId: order.orderId,
      createdAt: clock.now(),
    })
    .onConflictDoNothing({ target: [creditEntry.orderId, creditEntry.kind] });
}

/**
 * Settles the prepaid credit when an order is over: the part that was taken and not charged is returned, and so are the
 * order's refunds. A second call changes nothing.
 *
 * @param chargedGross  sum of the order's charges; negative for a refund, zero when the order failed
 */
export async function settleCredit(
  { tx, clock }: OperationContext,
  order: PaidOrder,
  chargedGross: Decimal,
): Promise<void> {
  if (order.paymentMethod !== 'prepaidCredit') return;
  const taken = await takenBy(tx, order.orderId);
  const back = (taken ?? new Decimal(0)).minus(chargedGross);
  assert(!back.isNegative(), `order ${order.orderId} has charged more than was taken`);
  if (back.isZero()) return;
  await tx
    .insert(creditEntry)
    .values({
      accountId: order.accountId,
      kind: 'returned',
      amount: back,
      currency: order.currency,
      orderId: order.orderId,
      createdAt: clock.now(),
    })
    .onConflictDoNothing({ target: [creditEntry.orderId, creditEntry.kind] });
}

/** The amount that an order has taken, as a positive number. */
async function takenBy(tx: Tx, orderId: Id<'order'>): Promise<Decimal | undefined> {
  const [taken] = await tx
    .select({ amount: creditEntry.amount })
    .from(creditEntry)
    .where(and(eq(creditEntry.orderId, orderId), eq(creditEntry.kind, 'taken')));
  return taken?.amount.negated();
}
