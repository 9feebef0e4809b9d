import type { z } from 'zod';
import { csvText } from '#platform/csv-text.ts';
import type { Locale } from '#platform/wire.ts';
import type { InvoiceSummary } from '../read/invoice-output.ts';

const TITLES = {
  it: {
    customer: 'Cliente',
    others: [
      'Numero',
      'Tipo',
      'Data',
      'Scadenza',
      'Stato',
      'Ordine d’acquisto',
      'Riferimento interno',
      'Imponibile',
      'IVA',
      'Totale',
      'Importo da pagare',
      'Ancora da pagare',
      'Valuta',
    ],
  },
  en: {
    customer: 'Customer',
    others: [
      'Number',
      'Kind',
      'Date',
      'Due date',
      'Status',
      'Purchase order',
      'Internal reference',
      'Net',
      'VAT',
      'Total',
      'Amount to pay',
      'Still to pay',
      'Currency',
    ],
  },
} as const;

type Row = z.output<typeof InvoiceSummary> & Readonly<{ accountName?: string }>;

/** Invoices and credit notes as a CSV file; amounts of credit notes are negative, so that a column can be summed. */
export function csvOfInvoices(
  rows: readonly Row[],
  locale: Locale,
  { withCustomer }: { withCustomer: boolean },
): Response {
  const { customer, others } = TITLES[locale];
  const text = csvText([
    [...(withCustomer ? [customer] : []), ...others],
    ...rows.map((row) => {
      const signed = (amount: string) => (row.kind === 'creditNote' && /[1-9]/.test(amount) ? `-${amount}` : amount);
      return [
        ...(withCustomer ? [row.accountName ?? ''] : []),
        row.number,
        row.kind,
        row.issuedOn,
        row.dueOn ?? '',
        row.status,
        row.purchaseOrderNumber ?? '',
        row.ownReference ?? '',
        signed(row.net),
        signed(row.tax),
        signed(row.gross),
        signed(row.payable),
        row.open,
        row.currency,
      ];
    }),
  ]);
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="invoices.csv"',
    },
  });
}
