import { expect, test } from 'vitest';
import { type Fields, isFields } from '../src/json.ts';
import { CONTOSO, type Reply, startTestSimulator } from './test-simulator.ts';

const STANDARD = 'CFQ7TTC0LDPB:0001';
const STANDARD_TRIAL = 'CFQ7TTC0LDPB:0005';
const ORDERS = `/v1/customers/${CONTOSO}/orders`;

type Partner = Awaited<ReturnType<typeof startTestSimulator>>;

async function orders(partner: Partner, query = ''): Promise<Fields[]> {
  return listIn(await partner.good('GET', `${ORDERS}${query}`));
}

function listIn(reply: Reply): Fields[] {
  const items = reply.at('items');
  return Array.isArray(items) ? items.filter(isFields) : [];
}

test('a renewal is a completed order of Microsoft, named by the subscription', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 3, billing: 'monthly' });
  const id = bought.text('id');
  await partner.patch(CONTOSO, id, { scheduledNextTermInstructions: { quantity: 2 } });
  expect(await orders(partner)).toHaveLength(1);

  await partner.moveTo('2027-11-25T00:02:00Z');
  const [purchase, renewal] = await orders(partner);
  expect(purchase).toMatchObject({ id: bought.text('orderId'), transactionType: 'UserPurchase' });
  const renewed = await partner.subscription(CONTOSO, id);
  expect(renewed.text('orderId')).not.toBe(bought.text('orderId'));
  expect(renewal).toMatchObject({
    id: renewed.text('orderId'),
    alternateId: renewed.text('orderId'),
    transactionType: 'SystemPurchase',
    status: 'completed',
    creationDate: '2027-11-25T00:00:00Z',
    billingCycle: 'monthly',
    totalPrice: 218.16,
    lineItems: [
      {
        lineItemNumber: 0,
        subscriptionId: id,
        quantity: 2,
        termDuration: 'P1Y',
        transactionType: 'Renew',
        pricing: { listPrice: 9.09, price: 9.09, extendedPrice: 218.16 },
      },
    ],
  });

  const path = `${ORDERS}/${renewed.text('orderId')}`;
  expect((await partner.good('GET', path)).body).toEqual(renewal);
  expect((await partner.good('GET', `${path}/provisioningstatus`)).at('items')).toEqual([
    {
      orderLineItemId: 0,
      lineItemNumber: 0,
      status: 'fulfilled',
      quantityProvisioningInformation: [{ quantity: 2, status: 'fulfilled' }],
    },
  ]);
});

test('a subscription is found by each of its orders, and orders are filtered by billing type', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1, billing: 'annual' });
  await partner.patch(CONTOSO, bought.text('id'), {
    scheduledNextTermInstructions: { quantity: 1, product: { termDuration: 'P1M', billingCycle: 'monthly' } },
  });
  await partner.moveTo('2027-11-25T00:02:00Z');
  const ids = (await orders(partner)).map(({ id }) => String(id));
  for (const id of ids) {
    const found = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions?order_id=${id}`);
    expect(found.at('items', 0, 'id')).toBe(bought.text('id'));
  }
  const none = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions?order_id=0123456789ab`);
  expect(none.at('totalCount')).toBe(0);
  expect((await orders(partner, '?billingType=monthly')).map(({ id }) => id)).toEqual([ids[1]]);
  expect((await orders(partner, '?billingType=Annual')).map(({ id }) => id)).toEqual([ids[0]]);
});

test('each month of the extended service term has an order with its price', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 2 });
  await partner.patch(CONTOSO, bought.text('id'), { autoRenewEnabled: false });
  await partner.moveTo('2028-01-10T00:00:00Z');
  const [, first, second] = await orders(partner);
  // 10.40 a month in the sheet, 10.712 with the three per cent, rounded to the cent.
  expect(first).toMatchObject({
    creationDate: '2027-11-25T00:00:00Z',
    totalPrice: 21.42,
    lineItems: [{ termDuration: 'P1M', quantity: 2, pricing: { listPrice: 10.71, extendedPrice: 21.42 } }],
  });
  expect(second).toMatchObject({ creationDate: '2027-12-25T00:00:00Z' });
  expect(first?.id).not.toBe(second?.id);
});

test('a trial that becomes paid has an order of the paid plan', async () => {
  const partner = await startTestSimulator();
  await partner.buy(CONTOSO, { sku: STANDARD_TRIAL, quantity: 25, term: 'P1M', billing: 'none' });
  await partner.moveTo('2026-12-25T00:02:00Z');
  expect(await orders(partner)).toMatchObject([
    { lineItems: [{ transactionType: 'New', offerId: expect.stringMatching(/^CFQ7TTC0LDPB:0005:/) }] },
    { lineItems: [{ transactionType: 'Renew', offerId: expect.stringMatching(/^CFQ7TTC0LDPB:0001:/), quantity: 25 }] },
  ]);
});

test('a renewal that is aligned to an earlier end costs its days', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-11-25T09:00:00Z' });
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1 });
  await partner.patch(CONTOSO, bought.text('id'), {
    scheduledNextTermInstructions: { quantity: 1, customTermEndDate: '2027-12-31T00:00:00Z' },
  });
  await partner.moveTo('2027-11-25T00:02:00Z');
  // 103.96 for a year of 366 days, of which 37 remain.
  expect((await orders(partner))[1]).toMatchObject({ totalPrice: 10.51 });
});

test('invoice lines name the order and its date', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1, billing: 'monthly' });
  await partner.moveTo('2026-12-10T09:00:00Z');
  await partner.patch(CONTOSO, bought.text('id'), { quantity: 2 });
  const lines = async (period: string) =>
    listIn(
      await partner.good(
        'GET',
        `/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&period=${period}`,
      ),
    )
      .filter(({ customerId }) => customerId === CONTOSO)
      .map(({ chargeType, orderId, orderDate, alternateId }) => [chargeType, orderId, orderDate, alternateId]);
  const [purchase] = await orders(partner);
  const ofPurchase = [purchase?.id, purchase?.creationDate, purchase?.id];
  expect(await lines('current')).toEqual([
    ['addQuantity', ...ofPurchase],
    ['addQuantity', ...ofPurchase],
  ]);

  await partner.moveTo('2027-12-10T09:00:00Z');
  const [, renewal] = await orders(partner);
  const ofRenewal = [renewal?.id, '2027-11-25T00:00:00Z', renewal?.id];
  expect(await lines('previous')).toEqual([['renew', ...ofRenewal]]);
  await partner.moveTo('2027-12-26T09:00:00Z');
  expect(await lines('current')).toEqual([['cycleCharge', ...ofRenewal]]);
  await partner.moveTo('2028-01-08T09:00:00Z');
  const costs = await partner.good('GET', `/v1/customers/${CONTOSO}/servicecosts/mostrecent/lineitems`);
  expect(costs.at('items', 0, 'orderId')).toBe(renewal?.id);
});
