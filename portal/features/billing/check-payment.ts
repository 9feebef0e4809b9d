import { Decimal } from '@licence-portal/nce';
import { and, eq, notExists, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { creditBalance } from './credit/credit.ts';
import type { Payable } from './payable.ts';
import { charge, invoice, invoiceLine, payment } from './tables.ts';

export type PaymentAnswer =
  | Readonly<{ covered: true }>
  /** Gross amounts, decimal text. */
  | Readonly<{
      covered: false;
      code: 'creditTooLow' | 'creditLimitReached';
      facts: { availableAmount: string; neededAmount: string; currency: string };
    }>;

/**
 * Reads the gross sum that open orders on account will still charge; the shell supplies it from the orders.
 *
 * @param exceptOrderId  an order that is not counted
 */
export type OpenOrdersReader = (tx: Tx, accountId: AccountId, exceptOrderId?: Id<'order'>) => Promise<Decimal>;

/**
 * What an account owes, gross: its invoices, less credit notes and the money received; its charges on account that are
 * not invoiced yet; and the charges of open orders. Below zero, it has paid more.
 */
export async function owedOnAccount(
  { tx, services }: Pick<OperationContext, 'tx' | 'services'>,
  accountId: AccountId,
  exceptOrderId?: Id<'order'>,
): Promise<Decimal> {
  const open = await services.openOrdersGross(tx, accountId, exceptOrderId);
  const [sums] = await tx
    .select({
      invoiced: sql<string>`(${invoicedToPay(tx, accountId)})::text`,
      charged: sql<string>`(${chargedWithoutInvoice(tx, accountId)})::text`,
      received: sql<string>`(${moneyReceived(tx, accountId)})::text`,
    })
    .from(account)
    .where(eq(account.id, accountId));
  assert(sums !== undefined, 'the account is there');
  return open.plus(new Decimal(sums.charged).toDecimalPlaces(2)).plus(sums.invoiced).minus(sums.received);
}

/** What payments settle of the documents: the ledger's tax is rounded by document, and prepaid credit has paid some. */
function invoicedToPay(tx: Tx, accountId: AccountId) {
  const signed = sql`case ${invoice.kind} when 'creditNote' then -${invoice.payable} else ${invoice.payable} end`;
  return tx
    .select({ sum: sql`coalesce(sum(${signed}), 0)` })
    .from(invoice)
    .where(eq(invoice.accountId, accountId));
}

function chargedWithoutInvoice(tx: Tx, accountId: AccountId) {
  const line = tx.select({ id: invoiceLine.id }).from(invoiceLine).where(eq(invoiceLine.chargeId, charge.id));
  return tx
    .select({ gross: sql`coalesce(sum(${charge.net} * (1 + ${charge.taxRate})), 0)` })
    .from(charge)
    .where(and(eq(charge.accountId, accountId), eq(charge.paymentMethod, 'onAccount'), notExists(line)));
}

function moneyReceived(tx: Tx, accountId: AccountId) {
  return tx
    .select({ sum: sql`coalesce(sum(${payment.amount}), 0)` })
    .from(payment)
    .where(eq(payment.accountId, accountId));
}

/** Can this be paid? Holds the account's row, so that two orders at once cannot both use the last of it. */
export async function checkPayment(context: OperationContext, payable: Payable): Promise<PaymentAnswer> {
  const { tx } = context;
  const [row] = await tx
    .select({ creditLimit: account.creditLimit })
    .from(account)
    .where(eq(account.id, payable.accountId))
    .for('no key update');
  assert(row !== undefined, 'the account is there');
  if (payable.todayGross.lessThanOrEqualTo(0)) return { covered: true };

  const isPrepaid = payable.paymentMethod === 'prepaidCredit';
  const available = isPrepaid
    ? await creditBalance(tx, payable.accountId)
    : row.creditLimit.minus(await owedOnAccount(context, payable.accountId, payable.orderId));
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
