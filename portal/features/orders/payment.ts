import { Decimal } from '@licence-portal/nce';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { OPEN_STATUSES } from './rules.ts';
import { charge, creditEntry, orders, type PaymentMethod } from './tables.ts';

export type Payable = Readonly<{
  accountId: AccountId;
  /** Gross; zero or less needs no payment. */
  todayGross: Decimal;
  currency: string;
  paymentMethod: PaymentMethod;
  /** Not counted among what is owed already. */
  orderId?: Id<'order'>;
}>;

export type PaymentAnswer =
  | Readonly<{ covered: true }>
  /** Gross amounts, decimal text. */
  | Readonly<{
      covered: false;
      code: 'creditTooLow' | 'creditLimitReached';
      facts: { availableAmount: string; neededAmount: string; currency: string };
    }>;

/** Prepaid credit that is left, gross. */
export async function creditBalance(tx: Tx, accountId: AccountId): Promise<Decimal> {
  const [row] = await tx
    .select({ balance: sql<string>`coalesce(sum(${creditEntry.amount}), 0)` })
    .from(creditEntry)
    .where(eq(creditEntry.accountId, accountId));
  return new Decimal(row?.balance ?? 0);
}

/** What is owed on account, gross: everything charged so, and what orders under way will charge. */
export async function owedOnAccount(tx: Tx, accountId: AccountId, exceptOrderId?: Id<'order'>): Promise<Decimal> {
  const [charged] = await tx
    .select({ gross: sql<string>`coalesce(sum(${charge.net} * (1 + ${charge.taxRate})), 0)` })
    .from(charge)
    .where(and(eq(charge.accountId, accountId), eq(charge.paymentMethod, 'onAccount')));
  const underWay = await tx
    .select({ id: orders.id, gross: orders.todayGross })
    .from(orders)
    .where(
      and(
        eq(orders.accountId, accountId),
        eq(orders.paymentMethod, 'onAccount'),
        inArray(orders.status, [...OPEN_STATUSES]),
      ),
    );
  return underWay
    .filter(({ id, gross }) => id !== exceptOrderId && gross.isPositive())
    .reduce((total, { gross }) => total.plus(gross), new Decimal(charged?.gross ?? 0).toDecimalPlaces(2));
}

/** Can this be paid for? Holds the account's row, so that two orders at once cannot both use the last of it. */
export async function answerPayment({ tx }: OperationContext, payable: Payable): Promise<PaymentAnswer> {
  const [row] = await tx
    .select({ creditLimit: account.creditLimit })
    .from(account)
    .where(eq(account.id, payable.accountId))
    .for('update');
  assert(row !== undefined, 'the account is there');
  if (payable.todayGross.lessThanOrEqualTo(0)) return { covered: true };

  const isPrepaid = payable.paymentMethod === 'prepaidCredit';
  const available = isPrepaid
    ? await creditBalance(tx, payable.accountId)
    : row.creditLimit.minus(await owedOnAccount(tx, payable.accountId, payable.orderId));
  if (available.greaterThanOrEqualTo(payable.todayGross)) return { covered: true };
  return {
    covered: false,
    code: isPrepaid ? 'creditTooLow' : 'creditLimitReached',
    facts: {
      availableAmount: Decimal.max(available, 0).toFixed(2),
      neededAmount: payable.todayGross.toFixed(2),
      currency: payable.currency,
    },
  };
}

type PaidOrder = Payable & Readonly<{ orderId: Id<'order'> }>;

/** Takes what an order charges today from the prepaid credit; a second time for the same order changes nothing. */
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
 * Settles the prepaid credit when an order is over: what was taken and not charged comes back, and so does what the order
 * refunds. A second time changes nothing.
 *
 * @param chargedGross  what the order has charged in the end; negative for a refund, zero when it failed
 */
export async function settleCredit(
  { tx, clock }: OperationContext,
  order: PaidOrder,
  chargedGross: Decimal,
): Promise<void> {
  if (order.paymentMethod !== 'prepaidCredit') return;
  const [taken] = await tx
    .select({ amount: creditEntry.amount })
    .from(creditEntry)
    .where(and(eq(creditEntry.orderId, order.orderId), eq(creditEntry.kind, 'taken')));
  const back = (taken?.amount.negated() ?? new Decimal(0)).minus(chargedGross);
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
