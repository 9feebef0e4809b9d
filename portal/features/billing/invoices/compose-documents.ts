import { Decimal } from '@licence-portal/nce';
import type { Id } from '#platform/ids.ts';
import type { InvoiceKind, PaymentMethod } from '../tables.ts';

/** An entry of the ledger. */
export type Entry = Readonly<{
  chargeId: Id<'charge'>;
  subscriptionId: Id<'subscription'> | null;
  /** The entry that a correction names. */
  correctsChargeId: Id<'charge'> | null;
  cycleStartsOn: Temporal.PlainDate;
  cycleEndsBefore: Temporal.PlainDate;
  paymentMethod: PaymentMethod;
  taxRate: Decimal;
  /** Negative for a refund. */
  net: Decimal;
}>;

/** The invoice of a statement: it has one for each payment method. */
export type InvoiceOfStatement = Readonly<{ statementId: Id<'billingStatement'>; paymentMethod: PaymentMethod }>;

/** An entry of an earlier statement, with the invoice in which it stands or which it corrects. */
export type EarlierEntry = Entry & Readonly<{ invoice: InvoiceOfStatement }>;

/** The document in which an entry of a statement stands. */
export type Placement = Readonly<
  { document: 'invoice' } | { document: 'creditNote'; corrected: InvoiceOfStatement | null }
>;

/**
 * Sorts the entries of a statement into documents: one invoice for each payment method, and a credit note for each
 * earlier invoice whose charges are refunded.
 *
 * A refund is set against charges of the same subscription and tax rate: those that a correction names, else those of
 * the same cycle, else of the same days, else any; first of the same statement, where it lessens the invoice, then of
 * earlier ones, the latest first, by a credit note. It is never set against less than its amount, so that no invoice is
 * negative or corrected by more than it holds. A refund of which no charge is left gets a credit note that names no
 * invoice.
 *
 * @param earlier  entries of the same subscriptions in earlier statements, the latest statement first
 * @returns the entries in the same order, each with its document
 */
export function composeDocuments<Line extends Entry>(
  entries: readonly Line[],
  earlier: readonly EarlierEntry[],
): (Line & Readonly<{ placement: Placement }>)[] {
  const own = entries.filter(({ net }) => net.greaterThan(0));
  let pool: readonly Pooled[] = [...own.map((entry) => ({ ...entry, invoice: 'own' as const })), ...earlier];
  const place = (entry: Entry): Placement => {
    if (entry.net.greaterThanOrEqualTo(0)) return { document: 'invoice' };
    const invoice = invoiceWithRest(pool, entry);
    if (invoice === null) return { document: 'creditNote', corrected: null };
    pool = [...pool, { ...entry, invoice }];
    return invoice === 'own' ? { document: 'invoice' } : { document: 'creditNote', corrected: invoice };
  };
  return entries.map((entry) => ({ ...entry, placement: place(entry) }));
}

/** An entry with its document. */
export type Placed = Readonly<{ placement: Placement; paymentMethod: PaymentMethod; net: Decimal }>;

/** A document of a statement. */
export type DocumentDraft<Line> = Readonly<{
  kind: InvoiceKind;
  paymentMethod: PaymentMethod;
  /** Of a credit note; null where no charge of its refunds is known. */
  corrected: InvoiceOfStatement | null;
  lines: readonly Line[];
}>;

/** The documents of a statement, invoices first. Charges and refunds that cancel out need none. */
export function documentsOf<Line extends Placed>(lines: readonly Line[]): DocumentDraft<Line>[] {
  const groups = Map.groupBy(lines, ({ placement, paymentMethod }) => {
    const corrected = correctedBy(placement);
    return [placement.document, paymentMethod, corrected?.statementId, corrected?.paymentMethod].join();
  });
  return [...groups.values()]
    .filter((ofDocument) => !sumOf(ofDocument).isZero())
    .flatMap((ofDocument): DocumentDraft<Line>[] => {
      const [first] = ofDocument;
      if (first === undefined) return [];
      const { placement, paymentMethod } = first;
      return [{ kind: placement.document, paymentMethod, corrected: correctedBy(placement), lines: ofDocument }];
    })
    .toSorted((left, right) => Number(left.kind === 'creditNote') - Number(right.kind === 'creditNote'));
}

function correctedBy(placement: Placement): InvoiceOfStatement | null {
  return placement.document === 'creditNote' ? placement.corrected : null;
}

type Pooled = Entry & Readonly<{ invoice: InvoiceOfStatement | 'own' }>;

/** The invoice whose charges, less what was set against them already, have enough left for a refund. */
function invoiceWithRest(pool: readonly Pooled[], refund: Entry): InvoiceOfStatement | 'own' | null {
  const candidates = pool.filter(
    ({ subscriptionId, taxRate, invoice, paymentMethod }) =>
      subscriptionId === refund.subscriptionId &&
      taxRate.equals(refund.taxRate) &&
      // An invoice lists what is paid in one way; a credit note may give back in another.
      (invoice !== 'own' || paymentMethod === refund.paymentMethod),
  );
  const ofSameCycle = candidates.filter((entry) => isOfSameCycle(entry, refund));
  const ofSameDays = candidates.filter((entry) => isOfSameDays(entry, refund));
  const named = candidates.find(({ chargeId }) => chargeId === refund.correctsChargeId);
  const ofNamed = named === undefined ? [] : candidates.filter(({ invoice }) => isSame(invoice, named.invoice));
  for (const group of [ofNamed, ofSameCycle, ofSameDays, candidates]) {
    for (const { invoice } of group) {
      // What was set against other days of the invoice counts too: the whole must not become negative.
      const rests = [group, candidates].map((entries) => sumOf(entries.filter((one) => isSame(one.invoice, invoice))));
      if (rests.every((rest) => rest.plus(refund.net).greaterThanOrEqualTo(0))) return invoice;
    }
  }
  return null;
}

function isOfSameCycle(left: Entry, right: Entry): boolean {
  return left.cycleStartsOn.equals(right.cycleStartsOn) && left.cycleEndsBefore.equals(right.cycleEndsBefore);
}

function isOfSameDays(left: Entry, right: Entry): boolean {
  const { compare } = Temporal.PlainDate;
  return (
    compare(left.cycleStartsOn, right.cycleEndsBefore) < 0 && compare(right.cycleStartsOn, left.cycleEndsBefore) < 0
  );
}

function isSame(left: InvoiceOfStatement | 'own', right: InvoiceOfStatement | 'own'): boolean {
  if (left === 'own' || right === 'own') return left === right;
  return left.statementId === right.statementId && left.paymentMethod === right.paymentMethod;
}

function sumOf(entries: readonly Readonly<{ net: Decimal }>[]): Decimal {
  return entries.reduce((total, { net }) => total.plus(net), new Decimal(0));
}
