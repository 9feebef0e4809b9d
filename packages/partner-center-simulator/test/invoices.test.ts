import { expect, test } from 'vitest';
import { CONTOSO, FABRIKAM, type Reply, startTestSimulator } from './test-simulator.ts';

const STANDARD = 'CFQ7TTC0LDPB:0001';
const BASIC = 'CFQ7TTC0LH18:0001';
const LINES = 'provider=onetime&invoicelineitemtype=billinglineitems';

type Partner = Awaited<ReturnType<typeof startTestSimulator>>;

/** Contoso's lines of the month so far: charge type, quantity, first day, sum. */
async function unbilled(partner: Partner, period = 'current'): Promise<string[]> {
  const answer = await partner.good('GET', `/v1/invoices/unbilled/lineitems?${LINES}&period=${period}`);
  return linesOf(answer);
}

function linesOf(answer: Reply, customerId = CONTOSO): string[] {
  const items = answer.at('items');
  if (!Array.isArray(items)) throw new Error('no items');
  return items.flatMap((item) => {
    const line = item as Record<string, string | number>;
    const day = String(line.chargeStartDate).slice(0, 10);
    return line.customerId === customerId ? [`${line.chargeType} ${line.quantity} ${day} ${line.subtotal}`] : [];
  });
}

/** A seat costs 3,000 for 30 days: 100 a day. */
async function partnerWithRoundPrices(startsAt: string) {
  const partner = await startTestSimulator({ startsAt });
  const { catalogue } = partner.running.simulator.world;
  const priced = (id: string) => {
    const sku = catalogue.skuById.get(id);
    const offer = sku?.offers.find(
      ({ termDuration, billingCycle }) => termDuration === 'P1Y' && billingCycle === 'monthly',
    );
    if (offer === undefined) throw new Error(`${id} is not sold by the month`);
    return offer.unitPrice.div(12).toNumber();
  };
  return { partner, standard: priced(STANDARD), basic: priced(BASIC) };
}

/** Down to the cent. */
function floor(amount: number): number {
  return Math.floor(amount * 100 + 1e-6) / 100;
}

test('a purchase is charged monthly, added seats by the remaining days', async () => {
  const { partner, standard } = await partnerWithRoundPrices('2026-09-01T09:00:00Z');
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 10, billing: 'monthly' });
  await partner.moveTo('2026-09-16T09:00:00Z');
  await partner.patch(CONTOSO, bought.text('id'), { quantity: 12 });
  expect(await unbilled(partner)).toEqual([
    `new 10 2026-09-01 ${floor(standard * 10)}`,
    `addQuantity -10 2026-09-16 ${-floor(standard * 5)}`,
    `addQuantity 12 2026-09-16 ${floor(standard * 6)}`,
  ]);
  await partner.moveTo('2026-10-05T00:00:00Z');
  expect(await unbilled(partner)).toEqual([`cycleCharge 12 2026-10-01 ${floor(standard * 12)}`]);
  expect(await unbilled(partner, 'previous')).toHaveLength(3);
});

test('a three-year term that changes to annual billing is charged once for the rest of its year', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-09-01T09:00:00Z' });
  const { catalogue } = partner.running.simulator.world;
  const offered = (billing: string) =>
    catalogue.skuById
      .get('CFQ7TTC0LFF1:0001')
      ?.offers.find((offer) => offer.termDuration === 'P3Y' && offer.billingCycle === billing);
  const [monthly, annual] = [offered('monthly'), offered('annual')];
  if (monthly === undefined || annual === undefined)
    throw new Error('the product is not sold for three years both ways');
  const bought = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LFF1:0001', quantity: 3, term: 'P3Y', billing: 'monthly' });
  await partner.patch(CONTOSO, bought.text('id'), { billingCycle: 'annual' });
  await partner.moveTo('2026-09-30T12:00:00Z');
  expect(await unbilled(partner)).toEqual([`new 3 2026-09-01 ${floor(monthly.unitPrice.div(36).toNumber() * 3)}`]);

  await partner.moveTo('2026-10-05T00:00:00Z');
  const restOfYear = annual.unitPrice.div(3).times(11).div(12);
  expect(await unbilled(partner)).toEqual([
    `changeBillingPlan 3 2026-10-01 ${Number((floor(restOfYear.toNumber()) * 3).toFixed(2))}`,
  ]);
  await partner.moveTo('2027-09-05T00:00:00Z');
  expect(await unbilled(partner)).toEqual([
    `cycleCharge 3 2027-09-01 ${floor(annual.unitPrice.div(3).toNumber() * 3)}`,
  ]);
});

test('a cancellation refunds the remaining days; on the first day everything', async () => {
  const { partner, standard } = await partnerWithRoundPrices('2026-09-01T09:00:00Z');
  const first = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 3, billing: 'monthly' });
  const second = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 3, billing: 'monthly' });
  await partner.moveTo('2026-09-02T08:00:00Z');
  await partner.patch(CONTOSO, first.text('id'), { status: 'deleted' });
  await partner.moveTo('2026-09-07T08:00:00Z');
  await partner.patch(CONTOSO, second.text('id'), { status: 'deleted' });
  const charge = floor(standard * 3);
  const refund = floor((standard / 30) * 24) * 3;
  expect(await unbilled(partner)).toEqual([
    `new 3 2026-09-01 ${charge}`,
    `cancelImmediate -3 2026-09-02 ${-charge}`,
    `new 3 2026-09-01 ${charge}`,
    `cancelImmediate -3 2026-09-07 ${-Number(refund.toFixed(2))}`,
  ]);
  await partner.moveTo('2026-10-05T00:00:00Z');
  expect(await unbilled(partner)).toEqual([]);
});

test('an upgrade refunds the old product and charges the new one for the same days', async () => {
  const { partner, standard, basic } = await partnerWithRoundPrices('2026-09-01T09:00:00Z');
  const bought = await partner.buy(CONTOSO, { sku: BASIC, quantity: 4, billing: 'monthly' });
  await partner.moveTo('2026-09-21T09:00:00Z');
  const toCatalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const path = `/v1/customers/${CONTOSO}/subscriptions/${bought.text('id')}/transitions`;
  await partner.good('POST', path, { toCatalogItemId, quantity: 4 });
  await partner.moveTo('2026-10-01T09:00:00Z');
  expect(await unbilled(partner, 'previous')).toEqual([
    `new 4 2026-09-01 ${floor(basic * 4)}`,
    `convert -4 2026-09-21 ${-Number((floor(basic / 3) * 4).toFixed(2))}`,
    `convert 4 2026-09-21 ${Number((floor(standard / 3) * 4).toFixed(2))}`,
  ]);
  expect(await unbilled(partner)).toEqual([`cycleCharge 4 2026-10-01 ${floor(standard * 4)}`]);
});

test('a renewal is charged with its new seats, and a suspended subscription is still charged', async () => {
  const { partner, standard } = await partnerWithRoundPrices('2026-09-01T09:00:00Z');
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 2, billing: 'monthly' });
  await partner.patch(CONTOSO, bought.text('id'), { scheduledNextTermInstructions: { quantity: 5 } });
  await partner.moveTo('2027-09-02T00:00:00Z');
  expect(await unbilled(partner)).toEqual([`renew 5 2027-09-01 ${floor(standard * 5)}`]);
  await partner.patch(CONTOSO, bought.text('id'), { status: 'suspended' });
  await partner.moveTo('2027-10-02T00:00:00Z');
  expect(await unbilled(partner)).toEqual([`cycleCharge 5 2027-10-01 ${floor(standard * 5)}`]);
});

test('the invoice of a month is issued on the eighth, with all its lines, and an event is sent', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-09-01T09:00:00Z' });
  await partner.good('POST', '/webhooks/v1/registration', {
    WebhookUrl: 'http://127.0.0.1:1/',
    WebhookEvents: ['invoice-ready'],
  });
  await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1, billing: 'monthly' });
  const ids = async () => {
    const items = (await partner.good('GET', '/v1/invoices')).at('items');
    return Array.isArray(items) ? items.map((item) => (item as { id: string }).id) : [];
  };
  await partner.moveTo('2026-10-07T23:59:59Z');
  expect(await ids()).not.toContain('G020260901');
  await partner.moveTo('2026-10-08T00:00:00Z');
  expect(await ids()).toContain('G020260901');
  expect((await partner.good('GET', '/control/webhooks')).at(-1, 'body', 'ResourceUri')).toBe(
    'https://api.partnercenter.microsoft.com/v1/invoices/G020260901',
  );
  const invoice = await partner.good('GET', '/v1/invoices/G020260901');
  const lines = await partner.good('GET', `/v1/invoices/G020260901/lineitems?${LINES}`);
  const items = lines.at('items');
  if (!Array.isArray(items)) throw new Error('no lines');
  const cents = items.reduce<number>(
    (total, item) => total + Math.round((item as { subtotal: number }).subtotal * 100),
    0,
  );
  expect(Math.round(Number(invoice.at('totalCharges')) * 100)).toBe(cents);
  expect([linesOf(lines).length, linesOf(lines, FABRIKAM).length]).toEqual([1, 1]);

  const page = await partner.good('GET', `/v1/invoices/G020260901/lineitems?${LINES}&size=1`);
  const token = page.text('links', 'next', 'headers', 0, 'value');
  const rest = await partner.good(
    'GET',
    `/v1/invoices/G020260901/lineitems?${LINES}&size=1&seekOperation=Next`,
    undefined,
    {
      'MS-ContinuationToken': token,
    },
  );
  expect([page.at('totalCount'), rest.at('totalCount')]).toEqual([1, 1]);
  const costs = await partner.good('GET', `/v1/customers/${CONTOSO}/servicecosts/mostrecent`);
  const costLines = await partner.good('GET', `/v1/customers/${CONTOSO}/servicecosts/mostrecent/lineitems`);
  expect(costs.at('pretaxTotal')).toBe(costLines.at('items', 0, 'pretaxTotal'));
  const usage = await partner.good(
    'GET',
    '/v1/invoices/G020260901/lineitems?provider=azure&invoicelineitemtype=usagelineitems',
  );
  expect(usage.at('totalCount')).toBe(0);
  expect((await partner.call('GET', '/v1/invoices/G1')).status).toBe(404);
});

test('the statement of an invoice is a PDF of the costs by customer, and needs a person’s token', async () => {
  const { partner } = await partnerWithRoundPrices('2026-11-02T09:00:00Z');
  await partner.buy(CONTOSO, { sku: STANDARD, quantity: 2, billing: 'monthly' });
  await partner.moveTo('2026-12-08T00:00:00Z');
  const invoice = await partner.good('GET', '/v1/invoices');
  const path = `/v1${invoice.text('items', 0, 'pdfDownloadLink')}`;
  const answer = await partner.good('GET', path);
  expect(answer.headers.get('Content-Type')).toBe('application/pdf');
  const file = String(answer.body);
  expect(file).toMatch(/^%PDF-1\.4\n[\s\S]+%%EOF\n$/);
  expect(file).toContain(`(Invoice ${invoice.text('items', 0, 'id')} of the simulated Partner Center)`);
  expect(file).toContain('(Contoso S.r.l.: EUR 18.18, lines: 1)');
  // The table of a PDF says at which byte each object begins.
  const table = file.slice(Number(/startxref\n(\d+)/.exec(file)?.[1]));
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n /gm)].map(([, offset]) => Number(offset));
  expect(offsets.map((offset, index) => file.startsWith(`${index + 1} 0 obj`, offset))).toEqual(Array(5).fill(true));

  const headers = { Authorization: `Bearer ${await partner.token('client_credentials')}` };
  expect((await partner.call('GET', path, undefined, headers)).at('code')).toBe(900329);
  expect((await partner.call('GET', '/v1/invoices/G020990101/documents/statement')).status).toBe(404);
});

test('a month of the extended service term costs three per cent more than one of a monthly term', async () => {
  const partner = await startTestSimulator({ startsAt: '2025-11-02T09:00:00Z' });
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1 });
  await partner.patch(CONTOSO, bought.text('id'), { autoRenewEnabled: false });
  await partner.moveTo('2026-11-03T09:00:00Z');
  // 10.40 a month in the sheet, 10.712 with the three per cent.
  expect(await unbilled(partner)).toEqual(['renew 1 2026-11-02 10.71']);
});
