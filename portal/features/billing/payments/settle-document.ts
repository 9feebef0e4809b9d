import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { unpaidOf } from './allocation-choice.ts';
import { readAvailableMoney, readOpenInvoices } from './open-amounts.ts';
import { planAllocations } from './plan-allocations.ts';
import { writeAllocations } from './write-allocations.ts';

type Document = Readonly<{
  accountId: AccountId;
  id: Id<'invoice'>;
  kind: 'invoice' | 'creditNote';
  correctedInvoiceId: Id<'invoice'> | null;
}>;

/**
 * Pays a new invoice with what is left of earlier payments and credit notes; a new credit note pays the invoice that it
 * corrects first, then those that are due first. Under the lock of the account's row.
 */
export async function settleDocument(context: OperationContext, document: Document): Promise<void> {
  const { tx } = context;
  const { accountId, id } = document;
  const money = await readAvailableMoney(tx, accountId);
  if (document.kind === 'invoice') {
    const invoices = await readOpenInvoices(tx, accountId, { ids: [id] });
    await writeAllocations(context, accountId, planAllocations(money, invoices.map(unpaidOf)));
    return;
  }
  const invoices = await readOpenInvoices(tx, accountId);
  const isCorrected = (invoiceId: Id<'invoice'>) => invoiceId === document.correctedInvoiceId;
  const inOrder = [...invoices.filter((one) => isCorrected(one.id)), ...invoices.filter((one) => !isCorrected(one.id))];
  const own = money.filter(({ source }) => source.id === id);
  await writeAllocations(context, accountId, planAllocations(own, inOrder.map(unpaidOf)));
}
