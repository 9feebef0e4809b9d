import { Decimal } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import { mailFactsOf } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { invoice, purchaseOrder, purchaseOrderWarning } from '../tables.ts';
import { purchaseOrderWarningMail } from './purchase-order-warning.mail.ts';

/** The net sum of the invoices of a purchase order, less its credit notes. */
export async function invoicedOnOrder(tx: Tx, purchaseOrderId: Id<'purchaseOrder'>): Promise<Decimal> {
  const [row] = await tx
    .select({
      net: sql<string>`coalesce(sum(case ${invoice.kind} when 'invoice' then ${invoice.net} else -${invoice.net} end), 0)`,
    })
    .from(invoice)
    .where(eq(invoice.purchaseOrderId, purchaseOrderId));
  return new Decimal(row?.net ?? 0);
}

/**
 * Warns the administrators, once for each, that another invoice like this one would pass the amount of the purchase
 * order, and that the amount is passed.
 */
export async function warnOfPurchaseOrder(context: OperationContext, issued: typeof invoice.$inferSelect) {
  const { tx, clock } = context;
  const { purchaseOrderId, accountId, currency } = issued;
  if (purchaseOrderId === null || issued.kind === 'creditNote') return;
  const [order] = await tx.select().from(purchaseOrder).where(eq(purchaseOrder.id, purchaseOrderId));
  assert(order !== undefined, 'the purchase order is there');
  const { amount, number } = order;
  if (amount === null || number === null) return;

  const invoiced = await invoicedOnOrder(tx, purchaseOrderId);
  const kind = invoiced.greaterThan(amount) ? 'passed' : invoiced.plus(issued.net).greaterThan(amount) ? 'near' : null;
  if (kind === null) return;
  const warned = await tx
    .insert(purchaseOrderWarning)
    .values({ purchaseOrderId, accountId, kind, createdAt: clock.now() })
    .onConflictDoNothing()
    .returning({ kind: purchaseOrderWarning.kind });
  if (warned.length === 0) return;

  const { accountName, publicUrl } = await mailFactsOf(context, accountId);
  const link = paths.invoicingDetails();
  await notify(context, {
    accountId,
    to: { with: 'billing.manage' },
    kind: kind === 'near' ? 'purchaseOrderNear' : 'purchaseOrderPassed',
    facts: { number },
    link,
    mail: (t, { locale }) =>
      purchaseOrderWarningMail(t, {
        kind,
        number,
        amount: { amount: amount.toFixed(2), currency },
        invoiced: { amount: invoiced.toFixed(2), currency },
        accountName,
        url: `${publicUrl}${link}`,
        locale,
      }),
  });
}
