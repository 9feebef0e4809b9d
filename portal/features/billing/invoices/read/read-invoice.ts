import { Decimal } from '@licence-portal/nce';
import { asc, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { exact, openAmount } from '../../payments/open-amounts.ts';
import { readSettlements } from '../../payments/read-settlements.ts';
import { billingStatement, invoice, invoiceLine } from '../../tables.ts';

/**
 * A document that the transaction sees, with all that its page and its files say.
 *
 * @throws Refusal when there is none
 */
export async function readInvoice(tx: Tx, invoiceId: Id<'invoice'>) {
  const [found] = await tx
    .select({
      row: invoice,
      month: billingStatement.month,
      accountName: account.name,
      timeZone: account.timeZone,
      open: exact(openAmount),
    })
    .from(invoice)
    .innerJoin(billingStatement, eq(billingStatement.id, invoice.statementId))
    .innerJoin(account, eq(account.id, invoice.accountId))
    .where(eq(invoice.id, invoiceId));
  if (found === undefined) throw new Refusal('billing.invoiceNotFound');
  const { row } = found;
  const lines = await tx
    .select()
    .from(invoiceLine)
    .where(eq(invoiceLine.invoiceId, invoiceId))
    .orderBy(asc(invoiceLine.position));
  const [corrected] =
    row.correctedInvoiceId === null
      ? []
      : await tx.select().from(invoice).where(eq(invoice.id, row.correctedInvoiceId));
  const creditNotes = await tx
    .select()
    .from(invoice)
    .where(eq(invoice.correctedInvoiceId, invoiceId))
    .orderBy(asc(invoice.issuedOn), asc(invoice.id));
  return {
    ...found,
    open: new Decimal(found.open),
    settlements: await readSettlements(tx, invoiceId),
    lines,
    corrected: corrected ?? null,
    correctedId: row.correctedInvoiceId,
    creditNotes,
  };
}
