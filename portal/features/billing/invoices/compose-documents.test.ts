import { Decimal } from '@licence-portal/nce';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Id } from '#platform/ids.ts';
import type { PaymentMethod } from '../tables.ts';
import { composeDocuments, documentsOf, type EarlierEntry, type Entry } from './compose-documents.ts';
import { totalsOf, totalsOfDocuments } from './tax-summary.ts';

const FIRST = 'statement-1' as Id<'billingStatement'>;
const ON_ACCOUNT = { statementId: FIRST, paymentMethod: 'onAccount' } as const;

function entry(
  chargeId: string,
  net: string,
  { subscription = 'a', on = '2026-11-01', months = 1, taxRate = '0.22', ...chosen }: EntryOptions = {},
): Entry {
  const cycleStartsOn = Temporal.PlainDate.from(on);
  return {
    chargeId: chargeId as Id<'charge'>,
    subscriptionId: subscription as Id<'subscription'>,
    correctsChargeId: null,
    cycleStartsOn,
    cycleEndsBefore: cycleStartsOn.add({ months }),
    paymentMethod: 'onAccount',
    taxRate: new Decimal(taxRate),
    net: new Decimal(net),
    ...chosen,
  };
}

type EntryOptions = Partial<Omit<Entry, 'taxRate'>> & {
  subscription?: string;
  on?: string;
  months?: number;
  taxRate?: string;
};

const inFirst = (one: Entry): EarlierEntry => ({ ...one, invoice: ON_ACCOUNT });

test('a refund of the same month lessens the invoice', () => {
  const placed = composeDocuments([entry('charge', '100'), entry('refund', '-30')], []);
  expect(placed.map(({ placement }) => placement)).toEqual([{ document: 'invoice' }, { document: 'invoice' }]);
  const [invoice] = documentsOf(placed);
  expect(invoice?.lines.map(({ net }) => net.toFixed())).toEqual(['100', '-30']);
});

test('a refund of an earlier cycle is a credit note that names its invoice, beside a new charge', () => {
  const earlier = [inFirst(entry('old', '100', { on: '2026-10-01' }))];
  const placed = composeDocuments([entry('new', '100'), entry('refund', '-30', { on: '2026-10-01' })], earlier);
  expect(documentsOf(placed).map(({ kind, corrected, lines }) => [kind, corrected, lines.length])).toEqual([
    ['invoice', null, 1],
    ['creditNote', ON_ACCOUNT, 1],
  ]);
});

test('no invoice is corrected by more than it holds: earlier refunds of it count', () => {
  const earlier = [
    inFirst(entry('back', '-80', { on: '2026-10-01' })),
    inFirst(entry('old', '100', { on: '2026-10-01' })),
  ];
  const refund = (net: string) => composeDocuments([entry('refund', net, { on: '2026-10-01' })], earlier)[0]?.placement;
  expect(refund('-20')).toEqual({ document: 'creditNote', corrected: ON_ACCOUNT });
  expect(refund('-20.01'), 'no charge is left').toEqual({ document: 'creditNote', corrected: null });
});

test('two refunds of one month share what the invoice has', () => {
  const earlier = [inFirst(entry('old', '100', { on: '2026-10-01' }))];
  const refunds = [entry('one', '-60', { on: '2026-10-01' }), entry('two', '-60', { on: '2026-10-01' })];
  expect(composeDocuments(refunds, earlier).map(({ placement }) => placement)).toEqual([
    { document: 'creditNote', corrected: ON_ACCOUNT },
    { document: 'creditNote', corrected: null },
  ]);
});

test('a correction goes to the invoice of the entry that it names, whatever its days', () => {
  const second = { statementId: 'statement-2' as Id<'billingStatement'>, paymentMethod: 'onAccount' } as const;
  const earlier = [
    { ...entry('of November', '100'), invoice: second },
    inFirst(entry('of October', '100', { on: '2026-10-01' })),
  ];
  const correction = entry('correction', '-10', { correctsChargeId: 'of October' as Id<'charge'> });
  expect(composeDocuments([correction], earlier)[0]?.placement).toEqual({
    document: 'creditNote',
    corrected: ON_ACCOUNT,
  });
});

test('what is paid in another way, or at another rate, lessens nothing for a refund of the same statement', () => {
  const charges = [
    entry('prepaid', '100', { paymentMethod: 'prepaidCredit' }),
    entry('reduced', '100', { taxRate: '0.1' }),
  ];
  const [, , refund] = composeDocuments([...charges, entry('refund', '-10')], []);
  expect(refund?.placement).toEqual({ document: 'creditNote', corrected: null });
});

test('charges and refunds that cancel out need no document', () => {
  expect(documentsOf(composeDocuments([entry('charge', '100'), entry('refund', '-100')], []))).toEqual([]);
});

test('for every history: invoices less credit notes are the ledger, and no document is negative', () => {
  const anyEntry = fc.record({
    cents: fc.integer({ min: -20_000, max: 20_000 }),
    subscription: fc.constantFrom('a', 'b'),
    month: fc.integer({ min: 0, max: 5 }),
    taxRate: fc.constantFrom('0.22', '0.1', '0'),
    paymentMethod: fc.constantFrom<PaymentMethod>('onAccount', 'prepaidCredit'),
  });
  const anyHistory = fc.array(fc.array(anyEntry, { maxLength: 12 }), { maxLength: 6 });
  fc.assert(
    fc.property(anyHistory, (months) => {
      let earlier: EarlierEntry[] = [];
      for (const [index, ofMonth] of months.entries()) {
        const statementId = `statement-${index}` as Id<'billingStatement'>;
        const entries = ofMonth.map(({ cents, month, paymentMethod, ...rest }, position) =>
          entry(`${index}-${position}`, new Decimal(cents).dividedBy(100).toFixed(2), {
            ...rest,
            paymentMethod,
            on: Temporal.PlainDate.from('2026-01-01').add({ months: month }).toString(),
          }),
        );
        const placed = composeDocuments(entries, earlier);
        const documents = documentsOf(placed);
        for (const { kind, lines } of documents) {
          const sign = kind === 'invoice' ? 1 : -1;
          expect(totalsOf(lines, 'EUR').net.times(sign).greaterThan(0)).toBe(true);
        }
        const ledger = entries.reduce((sum, { net }) => sum.plus(net), new Decimal(0));
        const totals = totalsOfDocuments(documents, 'EUR');
        expect(totals.net.toFixed(2)).toBe(ledger.toFixed(2));
        // The tax is rounded once for each rate of each document: by half a cent at most.
        const exactTax = entries.reduce((sum, { net, taxRate }) => sum.plus(net.times(taxRate)), new Decimal(0));
        expect(
          totals.tax
            .minus(exactTax)
            .abs()
            .lessThanOrEqualTo(0.005 * 3 * documents.length),
        ).toBe(true);
        const placedEarlier = placed.flatMap(({ placement, ...one }): EarlierEntry[] => {
          if (placement.document === 'invoice')
            return [{ ...one, invoice: { statementId, paymentMethod: one.paymentMethod } }];
          return placement.corrected === null ? [] : [{ ...one, invoice: placement.corrected }];
        });
        earlier = [...placedEarlier, ...earlier];
      }
      for (const ofInvoice of Map.groupBy(
        earlier,
        ({ invoice }) => `${invoice.statementId} ${invoice.paymentMethod}`,
      ).values()) {
        const left = ofInvoice.reduce((sum, { net }) => sum.plus(net), new Decimal(0));
        expect(left.isNegative() && !left.isZero(), 'an invoice is corrected by no more than it holds').toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
