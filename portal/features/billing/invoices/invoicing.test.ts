import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld } from '#shell/testing/world.ts';
import { invoicingDetails } from '../tables.ts';
import { buildBuyer, buildCharge, buildSeller, closeAt, IBAN, storedInvoices } from './builders.ts';
import { getAnyInvoice } from './read/get-any-invoice.ts';
import { getAnyInvoiceFile } from './read/get-any-invoice-file.ts';
import { getInvoice } from './read/get-invoice.ts';
import { getInvoiceFile } from './read/get-invoice-file.ts';
import { listAllInvoices } from './read/list-all-invoices.ts';
import { listElectronicInvoices } from './read/list-electronic-invoices.ts';
import { listInvoices } from './read/list-invoices.ts';
import { listWaitingStatements } from './read/list-waiting-statements.ts';
import { getCustomerInvoicing } from './settings/get-customer-invoicing.ts';
import { getInvoicingDetails } from './settings/get-invoicing-details.ts';
import { getSellerDetails } from './settings/get-seller-details.ts';
import { setPurchaseOrder } from './settings/set-purchase-order.ts';
import { updateCustomerInvoicing } from './settings/update-customer-invoicing.ts';
import { updateInvoicingDetails } from './settings/update-invoicing-details.ts';
import { updateSellerDetails } from './settings/update-seller-details.ts';

/** Two customers, each with an invoice of October; Rossi also with a credit note of November. */
async function startScene() {
  const world = await startWorld({ now: '2026-10-05T09:00:00Z' });
  const seller = await buildSeller(world);
  const rossi = await buildBuyer(world);
  const verdi = await buildBuyer(world, { login: 'bruno', name: 'Verdi S.p.A.' });
  const cycleStartsOn = Temporal.PlainDate.from('2026-10-01');
  await buildCharge(world, { accountId: rossi.accountId, on: '2026-10-05', net: '100.00' });
  await buildCharge(world, { accountId: verdi.accountId, on: '2026-10-06', net: '70.00', name: 'Power BI Pro' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  await buildCharge(world, { accountId: rossi.accountId, on: '2026-11-05', net: '-40.00', cycleStartsOn });
  await closeAt(world, '2026-12-01T09:00:00Z');
  const [invoice, creditNote] = await storedInvoices(world, rossi.accountId);
  if (invoice === undefined || creditNote === undefined) throw new Error('the documents were not written');
  return { world, seller, rossi, verdi, invoice, creditNote };
}

test('each company sees its own invoices, by id too; the provider sees all', async () => {
  const { world, seller, rossi, verdi, invoice } = await startScene();
  const own = await world.as(rossi.administrator).call(listInvoices, {});
  expect(own.items.map(({ number, kind }) => `${number} ${kind}`)).toEqual(['P/2026/3 creditNote', 'P/2026/1 invoice']);
  expect((await world.as(verdi.administrator).call(listInvoices, {})).items.map(({ number }) => number)).toEqual([
    'P/2026/2',
  ]);
  const other = world.as(verdi.administrator);
  await expect(other.call(getInvoice, { invoiceId: invoice.id })).rejects.toMatchObject({
    code: 'billing.invoiceNotFound',
  });
  for (const format of ['pdf', 'xml'] as const) {
    const requested = other.call(getInvoiceFile, { invoiceId: invoice.id, format });
    await expect(requested).rejects.toMatchObject({ code: 'billing.invoiceNotFound' });
  }
  const all = await world.as(seller).call(listAllInvoices, {});
  expect(all.items.map(({ number, accountName }) => `${number} ${accountName}`)).toEqual([
    'P/2026/3 Rossi S.r.l.',
    'P/2026/2 Verdi S.p.A.',
    'P/2026/1 Rossi S.r.l.',
  ]);
  expect(await world.as(seller).call(getAnyInvoice, { invoiceId: invoice.id })).toMatchObject({
    accountName: 'Rossi S.r.l.',
  });
});

test('an invoice shows its lines, its tax and the credit notes that correct it; a credit note its invoice', async () => {
  const { world, rossi, invoice, creditNote } = await startScene();
  const caller = world.as(rossi.administrator);
  expect(await caller.call(getInvoice, { invoiceId: invoice.id })).toMatchObject({
    month: '2026-10-01',
    status: 'due',
    taxes: [{ ratePercent: '22', net: '100.00', tax: '22.00' }],
    lines: [{ position: 1, net: '100.00', startsOn: '2026-10-01', endsBefore: '2026-11-01' }],
    creditNotes: [{ id: creditNote.id, number: 'P/2026/3', gross: '48.80' }],
    payTo: { iban: IBAN },
  });
  expect(await caller.call(getInvoice, { invoiceId: creditNote.id })).toMatchObject({
    status: 'settled',
    corrected: { id: invoice.id, number: 'P/2026/1' },
  });
});

test('the list is searched by number, product, reference and customer, and filtered by year and status', async () => {
  const { world, seller } = await startScene();
  const numbers = async (input: Parameters<typeof listAllInvoices.input.parse>[0]) => {
    const { items } = await world.as(seller).call(listAllInvoices, input as Record<string, never>);
    return items.map(({ number }) => number);
  };
  expect(await numbers({ search: 'p/2026/1' })).toEqual(['P/2026/1']);
  expect(await numbers({ search: 'power bi' })).toEqual(['P/2026/2']);
  expect(await numbers({ search: 'verdi' })).toEqual(['P/2026/2']);
  expect(await numbers({ search: '100%' })).toEqual([]);
  expect(await numbers({ years: [2025] })).toEqual([]);
  expect(await numbers({ statuses: ['settled'] })).toEqual(['P/2026/3']);
  expect(await numbers({ statuses: ['overdue'] })).toEqual([]);
  // Due on 1 December; overdue on the day after.
  world.clock.set(Temporal.Instant.from('2026-12-02T09:00:00Z'));
  expect(await numbers({ statuses: ['overdue'] })).toEqual(['P/2026/2', 'P/2026/1']);
});

test('PDF and electronic invoice come as files; those of a month together, in the order of their numbers', async () => {
  const { world, seller, rossi, invoice } = await startScene();
  const pdf = await world.as(rossi.administrator).call(getInvoiceFile, { invoiceId: invoice.id, format: 'pdf' });
  expect(pdf).toMatchObject({ fileName: 'P-2026-1.pdf', contentType: 'application/pdf' });
  expect(Buffer.from(pdf.contentBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  const xml = await world.as(seller).call(getAnyInvoiceFile, { invoiceId: invoice.id, format: 'xml' });
  expect(Buffer.from(xml.contentBase64, 'base64').toString()).toContain('<Numero>P/2026/1</Numero>');
  const { items, total } = await world.as(seller).call(listElectronicInvoices, { month: '2026-11' });
  expect(total).toBe(2);
  expect(items.map(({ xml: text }) => /<Numero>(.*)<\/Numero>/.exec(text)?.[1])).toEqual(['P/2026/1', 'P/2026/2']);
  expect(new Set(items.map(({ fileName }) => fileName)).size).toBe(2);
});

test('what waits stands in the provider’s list with the missing details, and is written once they are given', async () => {
  const world = await startWorld({ now: '2026-10-05T09:00:00Z' });
  const seller = await buildSeller(world);
  const { accountId, administrator } = await buildBuyer(world, { recipientCode: null });
  await buildCharge(world, { accountId, on: '2026-10-05' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  const provider = world.as(seller);
  expect((await provider.call(listWaitingStatements, {})).items).toMatchObject([
    { accountName: 'Rossi S.r.l.', month: '2026-10-01', gross: '122.00', missing: ['buyerRecipient'] },
  ]);
  expect((await provider.call(getCustomerInvoicing, { accountId })).missing).toEqual(['buyerRecipient']);
  await world.as(administrator).call(updateInvoicingDetails, { recipientCode: ' abc 1234 ', certifiedEmail: '' });
  await closeAt(world, '2026-11-01T09:05:00Z');
  expect((await provider.call(listWaitingStatements, {})).total).toBe(0);
  expect((await storedInvoices(world, accountId)).map(({ buyer }) => buyer.recipientCode)).toEqual(['ABC1234']);
});

test('codes, IBAN and register are checked, each beside its field', async () => {
  const { world, seller, rossi } = await startScene();
  const refusal = (path: string, code: string) => ({ code: 'input.invalid', fields: [{ path, code }] });
  const customer = world.as(rossi.administrator);
  const delivery = (recipientCode: string) =>
    customer.call(updateInvoicingDetails, { recipientCode, certifiedEmail: null });
  await expect(delivery('12345')).rejects.toMatchObject(refusal('recipientCode', 'input.notRecipientCode'));
  await expect(delivery('UF1234')).rejects.toMatchObject(refusal('recipientCode', 'input.notPrivateCode'));
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(invoicingDetails).set({ isPublicBody: true }).where(eq(invoicingDetails.accountId, rossi.accountId)),
  );
  await expect(delivery('ABC1234')).rejects.toMatchObject(refusal('recipientCode', 'input.notPublicCode'));
  const order = { number: 'OA-1', amount: null, cig: 'Z12', cup: null };
  await expect(customer.call(setPurchaseOrder, order)).rejects.toMatchObject(refusal('cig', 'input.notCig'));
  const details = {
    series: 'p',
    taxRegime: 'RF01',
    registerOffice: 'MI',
    registerNumber: null,
    shareCapital: '50.000,00',
    shareholders: null,
    isInLiquidation: false,
    iban: 'IT60 X054 2811 1010 0000 0123 456',
    bankName: null,
  } as const;
  const provider = world.as(seller);
  await expect(provider.call(updateSellerDetails, details)).rejects.toMatchObject(
    refusal('registerNumber', 'input.registerIncomplete'),
  );
  const wrong = { ...details, registerNumber: '1', iban: `${IBAN.slice(0, -1)}7` };
  await expect(provider.call(updateSellerDetails, wrong)).rejects.toMatchObject(refusal('iban', 'input.notIban'));
  await provider.call(updateSellerDetails, { ...details, registerNumber: '1' });
  expect((await provider.call(getSellerDetails, {})).seller).toMatchObject({
    series: 'P',
    iban: IBAN,
    shareCapital: '50000.00',
    firstMonth: '2026-01-01',
  });
});

test('a purchase order is set once, stands on the invoices and credit notes that follow, and warns before and after its amount', async () => {
  const world = await startWorld({ now: '2026-10-05T09:00:00Z' });
  const seller = await buildSeller(world);
  const { accountId, administrator } = await buildBuyer(world);
  const customer = world.as(administrator);
  await customer.call(setPurchaseOrder, { number: 'OA-1', amount: '250,00', cig: 'z123456789', cup: null });
  const cycleStartsOn = Temporal.PlainDate.from('2026-10-01');
  await buildCharge(world, { accountId, on: '2026-10-05', net: '100.00' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  const kinds = () =>
    queryRows<{ kind: string }>(
      world,
      sql`select kind from notification where kind like 'purchase%' order by created_at, kind`,
    );
  expect(await kinds()).toEqual([]);
  await buildCharge(world, { accountId, on: '2026-11-05', net: '100.00' });
  await closeAt(world, '2026-12-01T09:00:00Z');
  expect(await kinds()).toEqual([{ kind: 'purchaseOrderNear' }]);
  await buildCharge(world, { accountId, on: '2026-12-05', net: '100.00' });
  await closeAt(world, '2027-01-01T09:00:00Z');
  expect(await kinds()).toEqual([{ kind: 'purchaseOrderNear' }, { kind: 'purchaseOrderPassed' }]);
  expect(await customer.call(getInvoicingDetails, {})).toMatchObject({
    purchaseOrder: { number: 'OA-1', amount: '250.00', invoiced: '300.00', remaining: '-50.00', cig: 'Z123456789' },
  });

  await customer.call(setPurchaseOrder, { number: 'OA-2', amount: null, cig: null, cup: null });
  await buildCharge(world, { accountId, on: '2027-01-05', net: '-10.00', cycleStartsOn });
  await buildCharge(world, { accountId, on: '2027-01-05', net: '100.00' });
  await closeAt(world, '2027-02-01T09:00:00Z');
  const rows = await storedInvoices(world, accountId);
  expect(rows.map(({ kind, purchaseOrderNumber, cig }) => [kind, purchaseOrderNumber, cig])).toEqual([
    ['invoice', 'OA-1', 'Z123456789'],
    ['invoice', 'OA-1', 'Z123456789'],
    ['invoice', 'OA-1', 'Z123456789'],
    ['invoice', 'OA-2', null],
    ['creditNote', 'OA-1', 'Z123456789'],
  ]);
  await customer.call(setPurchaseOrder, { number: null, amount: null, cig: null, cup: null });
  expect((await world.as(seller).call(getCustomerInvoicing, { accountId })).purchaseOrder).toBeNull();
});

test('split payment and a reason for no tax exclude each other', async () => {
  const { world, seller, rossi } = await startScene();
  const given = {
    accountId: rossi.accountId,
    recipientCode: 'UF1234',
    certifiedEmail: null,
    isPublicBody: true,
    hasSplitPayment: true,
    taxNature: 'N4',
    paymentDays: 60,
    dueAtMonthEnd: true,
  };
  const provider = world.as(seller);
  await expect(provider.call(updateCustomerInvoicing, given)).rejects.toMatchObject({
    fields: [{ path: 'taxNature', code: 'input.invalidValue' }],
  });
  await provider.call(updateCustomerInvoicing, { ...given, taxNature: null });
  expect(await world.as(rossi.administrator).call(getInvoicingDetails, {})).toMatchObject({
    paymentDays: 60,
    dueAtMonthEnd: true,
    hasSplitPayment: true,
  });
});
