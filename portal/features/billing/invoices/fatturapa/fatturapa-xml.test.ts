import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Id } from '#platform/ids.ts';
import { buildStoredInvoice } from '../builders.ts';
import { fatturapaFileName, fatturapaXml, type StoredInvoice } from './fatturapa-xml.ts';
import { latinText } from './latin-text.ts';
import { TAX_NATURES } from './tax-natures.ts';

const schemaFile = (fileName: string) => ({
  fileName,
  contents: readFileSync(join(import.meta.dirname, 'schema', fileName), 'utf8'),
});

/** Complaints of libxml2 about a document, by the schema of its format. */
async function complaints(stored: StoredInvoice): Promise<readonly string[]> {
  const contents = fatturapaXml(stored);
  const schema = stored.row.buyer.isPublicBody ? 'Schema_VFPA12_V1.2.3.xsd' : 'Schema_VFPR12_v1.2.3.xsd';
  const { errors } = await validateXML({
    xml: [{ fileName: 'invoice.xml', contents }],
    schema: [schemaFile(schema).contents],
    preload: [schemaFile('xmldsig-core-schema.xsd')],
  });
  return errors.map(({ message }) => message);
}

/** The text of each element of a name. */
function texts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);
}

const buyer = (chosen: Partial<StoredInvoice['row']['buyer']>) => ({ ...buildStoredInvoice().row.buyer, ...chosen });

test('an invoice of a company is valid by the schema of FPR12', async () => {
  const stored = buildStoredInvoice();
  expect(await complaints(stored)).toEqual([]);
  const xml = fatturapaXml(stored);
  expect(xml).toContain('versione="FPR12"');
  expect(texts(xml, 'TipoDocumento')).toEqual(['TD01']);
  expect(texts(xml, 'CodiceDestinatario')).toEqual(['ABC1234']);
  expect(texts(xml, 'Numero')).toEqual(['P/2026/12']);
  expect(texts(xml, 'ImportoTotaleDocumento')).toEqual(['122.00']);
  expect(texts(xml, 'ImportoPagamento')).toEqual(['122.00']);
  expect(texts(xml, 'DataScadenzaPagamento')).toEqual(['2026-12-31']);
  expect(texts(xml, 'CodiceCIG')).toEqual(['Z123456789']);
  expect(texts(xml, 'CodiceCUP')).toEqual(['J12I34567890123']);
});

test('the schema refuses what it must: a mutation of the document is seen', async () => {
  const stored = buildStoredInvoice({ buyer: buyer({ recipientCode: 'TOO-LONG-CODE' }) });
  expect(await complaints(stored)).toEqual([expect.stringContaining('CodiceDestinatario')]);
});

test('an invoice of a public body under split payment is valid by the schema of FPA12, and paid without tax', async () => {
  const stored = buildStoredInvoice({
    buyer: buyer({ isPublicBody: true, recipientCode: 'UF1234', hasSplitPayment: true }),
    payable: new Decimal('100.00'),
  });
  expect(await complaints(stored)).toEqual([]);
  const xml = fatturapaXml(stored);
  expect(texts(xml, 'FormatoTrasmissione')).toEqual(['FPA12']);
  expect(texts(xml, 'EsigibilitaIVA')).toEqual(['S']);
  expect(texts(xml, 'ImportoPagamento')).toEqual(['100.00']);
  expect(texts(xml, 'ImportoTotaleDocumento')).toEqual(['122.00']);
});

test('a credit note names its invoice, has positive amounts and no payment', async () => {
  const corrected = { series: 'P', year: 2026, number: 7, issuedOn: Temporal.PlainDate.from('2026-11-02') };
  const stored = { ...buildStoredInvoice({ kind: 'creditNote', dueOn: null }), corrected };
  expect(await complaints(stored)).toEqual([]);
  const xml = fatturapaXml(stored);
  expect(texts(xml, 'TipoDocumento')).toEqual(['TD04']);
  expect(xml).toMatch(/<DatiFattureCollegate>\s*<IdDocumento>P\/2026\/7<\/IdDocumento>\s*<Data>2026-11-02<\/Data>/);
  expect(xml).not.toContain('DatiPagamento');
  expect(xml).not.toMatch(/>-\d/);
});

test('an invoice that prepaid credit has paid says so', async () => {
  const stored = buildStoredInvoice({ paymentMethod: 'prepaidCredit', dueOn: null, payable: new Decimal(0) });
  expect(await complaints(stored)).toEqual([]);
  expect(texts(fatturapaXml(stored), 'ModalitaPagamento')).toEqual(['MP22']);
});

test.each(Object.keys(TAX_NATURES))(
  'without tax the document has the nature %s, its law, and stamp duty where due',
  async (nature) => {
    const row = {
      buyer: buyer({ taxNature: nature }),
      tax: new Decimal(0),
      gross: new Decimal('100.00'),
      payable: new Decimal('100.00'),
    };
    const stored = buildStoredInvoice(row, [{ taxRate: new Decimal(0) }]);
    expect(await complaints(stored)).toEqual([]);
    const xml = fatturapaXml(stored);
    expect(texts(xml, 'Natura')).toEqual([nature, nature]);
    expect(texts(xml, 'RiferimentoNormativo')).toHaveLength(1);
    expect(texts(xml, 'EsigibilitaIVA')).toEqual([]);
    expect(texts(xml, 'ImportoBollo')).toEqual(TAX_NATURES[nature]?.needsStamp ? ['2.00'] : []);
  },
);

test('quantity times unit price is the total of each line, to the eighth decimal', async () => {
  const lines = [
    { net: new Decimal('16.05'), seatCount: 13 },
    { net: new Decimal('-9.68'), seatCount: 3 },
    { net: new Decimal('0.01'), seatCount: 300 },
  ];
  const net = new Decimal('6.38');
  const amounts = { net, tax: new Decimal('1.40'), gross: new Decimal('7.78'), payable: new Decimal('7.78') };
  const stored = buildStoredInvoice(amounts, lines);
  expect(await complaints(stored)).toEqual([]);
  const xml = fatturapaXml(stored);
  const quantities = texts(xml, 'Quantita');
  const prices = texts(xml, 'PrezzoUnitario');
  expect(texts(xml, 'PrezzoTotale')).toEqual(['16.05', '-9.68', '0.01']);
  for (const [index, total] of texts(xml, 'PrezzoTotale').entries()) {
    const product = new Decimal(quantities[index] ?? 0).times(prices[index] ?? 0);
    expect(product.toFixed(2)).toBe(total);
  }
  expect(texts(xml, 'Imposta')).toEqual(['1.40']);
});

test('hostile and foreign texts stay valid: markup, emoji, Greek and Romanian letters, control characters, length', async () => {
  const hostile = `<b>&"'</b>]]> \u0000\u0007 Ștefan – «Łódź» €5 Ελλάδα 🪑 ${'x'.repeat(1200)}`;
  const stored = buildStoredInvoice(
    {
      buyer: buyer({
        name: hostile,
        addressLine: hostile,
        city: hostile,
        recipientCode: null,
        certifiedEmail: 'a@pec.it',
      }),
      ownReference: hostile,
      purchaseOrderNumber: `N° ${hostile}`,
    },
    [{ name: hostile, ownReference: hostile }],
  );
  expect(await complaints(stored)).toEqual([]);
  const xml = fatturapaXml(stored);
  expect(texts(xml, 'CodiceDestinatario')).toEqual(['0000000']);
  expect(texts(xml, 'PECDestinatario')).toEqual(['a@pec.it']);
  expect(texts(xml, 'Descrizione')[0]).toMatch(/^&lt;b&gt;&amp;&quot;&apos;/);
});

test.each([
  ['Caffè d’Italia – S.p.A.', "Caffè d'Italia - S.p.A."],
  ['Ștefan', 'Stefan'],
  ['Łódź', 'Lódz'],
  ['€ 5', 'EUR 5'],
  ['日本', '??'],
])('%s is written as %s', (text, expected) => expect(latinText(text, 80)).toBe(expected));

test('a buyer abroad has the code of everybody abroad and no Italian postal code', async () => {
  const abroad = { country: 'FR', province: null, postalCode: '75001', recipientCode: null, vatNumber: '40303265045' };
  const stored = buildStoredInvoice({ buyer: buyer(abroad) });
  expect(await complaints(stored)).toEqual([]);
  expect(texts(fatturapaXml(stored), 'CodiceDestinatario')).toEqual(['XXXXXXX']);
});

test('the file is named after the seller and a number that no other file has', () => {
  const { row } = buildStoredInvoice();
  const names = [1, 35, 36, 60_466_175].map((sendingNumber) => fatturapaFileName({ ...row, sendingNumber }));
  expect(names).toEqual([
    'IT07412360989_00001.xml',
    'IT07412360989_0000Z.xml',
    'IT07412360989_00010.xml',
    'IT07412360989_ZZZZZ.xml',
  ]);
  expect(row.id satisfies Id<'invoice'>).toBeTruthy();
});
