import { Decimal } from '@licence-portal/nce';
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { settleDocument } from '../payments/settle-document.ts';
import {
  type billingStatement,
  billingStatementLine,
  charge,
  invoice,
  invoiceLine,
  invoiceSeries,
  waitingStatement,
} from '../tables.ts';
import { type DocumentDraft, documentsOf, type InvoiceOfStatement } from './compose-documents.ts';
import { dueOn } from './due-date.ts';
import { invoiceNumber } from './invoice-number.ts';
import { currentPurchaseOrder, type LegalData, missingFor, readLegalData } from './legal-data.ts';
import { notifyOfInvoice } from './notify-of-invoice.ts';
import { placementOf } from './read-entries.ts';
import { totalsOf } from './tax-summary.ts';
import { warnOfPurchaseOrder } from './warn-of-purchase-order.ts';

type StatementRow = typeof billingStatement.$inferSelect;

/**
 * Writes the invoices and credit notes of a statement, once, and tells the customer. A statement waits while legal data
 * is missing, and while an earlier one of the account waits: a credit note names an invoice that is there.
 */
export async function issueStatement(context: OperationContext, statement: StatementRow): Promise<void> {
  const { tx, services } = context;
  const { accountId } = statement;
  if (await isEarlierWaiting(context, statement)) return;
  const legal = await readLegalData(tx, accountId);
  const lines = await readLines(context, statement);
  const isOfPortal = legal.firstMonth !== null && Temporal.PlainDate.compare(statement.month, legal.firstMonth) >= 0;
  // Without seller's details nobody knows yet from which month on the portal writes invoices.
  if (legal.firstMonth === null) return;
  const documents = isOfPortal ? documentsOf(lines) : [];
  if (documents.length > 0 && missingFor(legal, lines).length > 0) return;

  const claimed = await tx
    .delete(waitingStatement)
    .where(eq(waitingStatement.statementId, statement.id))
    .returning({ statementId: waitingStatement.statementId });
  if (claimed.length === 0) return;
  const references = await services.orderReferences(
    tx,
    lines.map(({ orderId }) => orderId).filter((id) => id !== null),
  );
  for (const document of documents) {
    const referred = document.lines.map((line) => ({
      ...line,
      ownReference: line.orderId === null ? null : (references.get(line.orderId) ?? null),
    }));
    await issueDocument(context, statement, legal, { ...document, lines: referred });
  }
}

async function isEarlierWaiting({ tx }: OperationContext, { accountId, month }: StatementRow): Promise<boolean> {
  const [earlier] = await tx
    .select({ statementId: waitingStatement.statementId })
    .from(waitingStatement)
    .where(and(eq(waitingStatement.accountId, accountId), lt(waitingStatement.month, month)))
    .limit(1);
  return earlier !== undefined;
}

async function readLines({ tx }: OperationContext, statement: StatementRow) {
  const rows = await tx
    .select({ entry: charge, line: billingStatementLine })
    .from(billingStatementLine)
    .innerJoin(charge, eq(charge.id, billingStatementLine.chargeId))
    .where(eq(billingStatementLine.statementId, statement.id))
    .orderBy(asc(billingStatementLine.position));
  return rows.map(({ entry, line }) => ({ ...entry, placement: placementOf(line) }));
}

type Line = Awaited<ReturnType<typeof readLines>>[number] & Readonly<{ ownReference: string | null }>;

async function issueDocument(
  context: OperationContext,
  statement: StatementRow,
  legal: LegalData,
  { kind, paymentMethod, corrected, lines }: DocumentDraft<Line>,
): Promise<void> {
  const { tx, clock, audit } = context;
  const { accountId, currency } = statement;
  const { buyer, seller, series, terms } = legal;
  assert(seller !== null && series !== null, 'the details of the seller are there');
  const issuedOn = clock.now().toZonedDateTimeISO(legal.sellerTimeZone).toPlainDate();
  const isCreditNote = kind === 'creditNote';
  const invoiced = lines.map((line) => ({ ...line, net: isCreditNote ? line.net.negated() : line.net }));
  const totals = totalsOf(invoiced, currency);
  assert(totals.net.greaterThan(0), 'a document is never negative');
  const payable = payableOf(totals, { paymentMethod, hasSplitPayment: buyer.hasSplitPayment });
  const correctedInvoice = corrected === null ? undefined : await findInvoiceOf(context, corrected);
  const order =
    isCreditNote && correctedInvoice !== undefined ? orderOf(correctedInvoice) : await newOrderOf(context, accountId);
  const number = await takeNumber(context, { series, year: issuedOn.year });

  const [issued] = await tx
    .insert(invoice)
    .values({
      accountId,
      statementId: statement.id,
      kind,
      series,
      year: issuedOn.year,
      number,
      issuedOn,
      dueOn: isCreditNote || payable.isZero() ? null : dueOn(issuedOn, terms),
      currency,
      paymentMethod,
      ...totals,
      payable,
      buyer,
      seller,
      correctedInvoiceId: correctedInvoice?.id ?? null,
      ownReference: sharedReference(invoiced),
      ...order,
      createdAt: clock.now(),
    })
    .returning();
  assert(issued !== undefined, 'the invoice was not stored');
  await tx.insert(invoiceLine).values(
    invoiced.map((line, index) => ({
      invoiceId: issued.id,
      accountId,
      position: index + 1,
      chargeId: line.id,
      code: line.code,
      name: line.name,
      ownReference: line.ownReference,
      seatCount: line.seatCount,
      unitPrice: line.unitPricePerCycle,
      net: line.net,
      taxRate: line.taxRate,
      cycleStartsOn: line.cycleStartsOn,
      cycleEndsBefore: line.cycleEndsBefore,
    })),
  );
  await audit.record(
    'billing.invoiceIssued',
    { number: invoiceNumber(issued), kind, gross: totals.gross.toFixed(2) },
    accountId,
  );
  await holdBillingCustomer(tx, accountId);
  await settleDocument(context, issued);
  await notifyOfInvoice(context, issued, correctedInvoice);
  await warnOfPurchaseOrder(context, issued);
}

/** The part that payments settle. */
function payableOf(
  { net, gross }: Readonly<{ net: Decimal; gross: Decimal }>,
  { paymentMethod, hasSplitPayment }: Readonly<{ paymentMethod: Line['paymentMethod']; hasSplitPayment: boolean }>,
): Decimal {
  if (paymentMethod === 'prepaidCredit') return new Decimal(0);
  return hasSplitPayment ? net : gross;
}

/** The next number of a series. Its row stays locked until the transaction ends: a number is never left out. */
async function takeNumber(
  { tx }: OperationContext,
  { series, year }: Readonly<{ series: string; year: number }>,
): Promise<number> {
  const [row] = await tx
    .insert(invoiceSeries)
    .values({ series, year, lastNumber: 1 })
    .onConflictDoUpdate({
      target: [invoiceSeries.series, invoiceSeries.year],
      set: { lastNumber: sql`${invoiceSeries.lastNumber} + 1` },
    })
    .returning({ number: invoiceSeries.lastNumber });
  assert(row !== undefined, 'the series gave no number');
  return row.number;
}

/** Undefined for a statement of a month in which the portal wrote no invoices. */
async function findInvoiceOf({ tx }: OperationContext, { statementId, paymentMethod }: InvoiceOfStatement) {
  const [found] = await tx
    .select()
    .from(invoice)
    .where(
      and(eq(invoice.statementId, statementId), eq(invoice.paymentMethod, paymentMethod), eq(invoice.kind, 'invoice')),
    );
  return found;
}

type OrderColumns = Pick<typeof invoice.$inferSelect, 'purchaseOrderId' | 'purchaseOrderNumber' | 'cig' | 'cup'>;

function orderOf({ purchaseOrderId, purchaseOrderNumber, cig, cup }: OrderColumns): OrderColumns {
  return { purchaseOrderId, purchaseOrderNumber, cig, cup };
}

async function newOrderOf({ tx }: OperationContext, accountId: StatementRow['accountId']): Promise<OrderColumns> {
  const order = await currentPurchaseOrder(tx, accountId);
  if (order === undefined) return { purchaseOrderId: null, purchaseOrderNumber: null, cig: null, cup: null };
  return { purchaseOrderId: order.id, purchaseOrderNumber: order.number, cig: order.cig, cup: order.cup };
}

/** The internal reference of the orders, where all lines have the same one. */
function sharedReference(lines: readonly Line[]): string | null {
  const references = new Set(lines.map(({ ownReference }) => ownReference));
  const [only = null] = references;
  return references.size === 1 ? only : null;
}
