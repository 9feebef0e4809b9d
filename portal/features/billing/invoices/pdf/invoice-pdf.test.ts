import { Decimal } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import { translatorOf } from '#shell/translators.ts';
import type { Translate } from '#ui/i18n.ts';
import { buildStoredInvoice } from '../builders.ts';
import type { StoredInvoice } from '../fatturapa/fatturapa-xml.ts';
import { invoicePdf } from './invoice-pdf.server.ts';

/** The texts that a document says, in their order: what the translator was asked for, with its values. */
async function drawn(stored: StoredInvoice) {
  const { t } = await translatorOf(stored.row.buyer.locale);
  const said: string[] = [];
  const listening: Translate = (key, values) => {
    const text = t(key, values);
    said.push(text.replaceAll('\u00a0', ' '));
    return text;
  };
  const bytes = await invoicePdf(stored, listening);
  const pageCount = (bytes.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
  return { bytes, said, pageCount };
}

const buyer = (chosen: Partial<StoredInvoice['row']['buyer']>) => ({ ...buildStoredInvoice().row.buyer, ...chosen });

test('the same document has the same bytes, in the language of the buyer', async () => {
  const italian = await drawn(buildStoredInvoice());
  expect(italian.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(italian.pageCount).toBe(1);
  expect(italian.said).toContain('Da pagare: € 122,00 entro il 31 dicembre 2026, con bonifico bancario');
  expect((await drawn(buildStoredInvoice())).bytes.equals(italian.bytes)).toBe(true);
  const english = await drawn(buildStoredInvoice({ buyer: buyer({ locale: 'en' }) }));
  expect(english.said).toContain('To pay: €122.00 by 31 December 2026, by bank transfer');
});

test('two hundred lines go over several pages, each ending and beginning with the sum so far', async () => {
  const lines = Array.from({ length: 200 }, (_, index) => ({
    name: `Microsoft 365 Business Premium con un nome lungo che va a capo nella colonna della descrizione ${index + 1}`,
    net: new Decimal('10.05'),
  }));
  const net = new Decimal('2010.00');
  const amounts = { net, tax: new Decimal('442.20'), gross: new Decimal('2452.20'), payable: new Decimal('2452.20') };
  const { pageCount, said } = await drawn(buildStoredInvoice(amounts, lines));
  expect(pageCount).toBeGreaterThan(5);
  expect(said.filter((text) => text === 'A riportare')).toHaveLength(pageCount - 1);
  expect(said.filter((text) => text === 'Riporto')).toHaveLength(pageCount - 1);
  expect(said).toContain(`Pagina ${pageCount} di ${pageCount}`);
});

test.each([
  [
    'prepaid',
    { paymentMethod: 'prepaidCredit', dueOn: null, payable: new Decimal(0) },
    'Già pagata con il credito prepagato',
  ],
  [
    'split payment',
    { buyer: buyer({ hasSplitPayment: true }), payable: new Decimal('100') },
    'scissione dei pagamenti',
  ],
  ['a credit note', { kind: 'creditNote', dueOn: null }, 'Totale a credito'],
] as const)('%s is said', async (_what, row, expected) => {
  const { said } = await drawn(buildStoredInvoice(row));
  expect(said.join('\n')).toContain(expected);
});
