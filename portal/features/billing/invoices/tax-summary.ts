import { Decimal } from '@licence-portal/nce';
import { money, roundLineHalfUp, sum } from '@licence-portal/nce/money';
import { assert } from '#platform/refusal.ts';
import type { InvoiceKind } from '../tables.ts';

/** Net and tax of the lines of one rate; the tax is rounded half up once, on the sum. */
export type TaxOfRate = Readonly<{ taxRate: Decimal; net: Decimal; tax: Decimal }>;

export type Totals = Readonly<{ net: Decimal; tax: Decimal; gross: Decimal }>;

type TaxedLine = Readonly<{ net: Decimal; taxRate: Decimal }>;

/** The tax of a document by rate, the highest rate first. */
export function taxByRateOf(lines: readonly TaxedLine[], currency: string): TaxOfRate[] {
  const byRate = Map.groupBy(lines, ({ taxRate }) => taxRate.toFixed());
  return [...byRate]
    .map(([rate, ofRate]) => {
      const taxRate = new Decimal(rate);
      const net = sum(
        ofRate.map((line) => money(line.net, currency)),
        currency,
      );
      const { amount: tax } = roundLineHalfUp(money(net.amount.times(taxRate), currency));
      return { taxRate, net: net.amount, tax };
    })
    .toSorted((left, right) => right.taxRate.comparedTo(left.taxRate));
}

/** The totals of a document. */
export function totalsOf(lines: readonly TaxedLine[], currency: string): Totals {
  const byRate = taxByRateOf(lines, currency);
  const net = byRate.reduce((total, rate) => total.plus(rate.net), new Decimal(0));
  const tax = byRate.reduce((total, rate) => total.plus(rate.tax), new Decimal(0));
  return { net, tax, gross: net.plus(tax) };
}

/** The totals of all documents of a statement: a credit note lessens them. */
export function totalsOfDocuments(
  documents: readonly Readonly<{ kind: InvoiceKind; lines: readonly TaxedLine[] }>[],
  currency: string,
): Totals {
  const totals = documents.map(({ kind, lines }) => {
    // The lines of a credit note are refunds: they are negative already, and rounded as their positive amounts.
    assert(kind === 'invoice' || lines.every(({ net }) => net.lessThan(0)), 'a credit note holds refunds alone');
    return totalsOf(lines, currency);
  });
  const total = (part: keyof Totals) => totals.reduce((sum, one) => sum.plus(one[part]), new Decimal(0));
  return { net: total('net'), tax: total('tax'), gross: total('gross') };
}
