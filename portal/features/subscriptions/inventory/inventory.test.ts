import { expect, test } from 'vitest';
import { assignService, listMyServices } from '#features/licences/licences.ts';
import { listOrders } from '#features/orders/orders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { BUSINESS_STANDARD, buyLicences, order, sellAlso } from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { listSubscriptions } from '../list-subscriptions.ts';
import { describeSubscription } from './describe-subscription.ts';
import { getInventoryLines } from './get-inventory-lines.ts';
import { summarizeSubscriptions } from './summarize-subscriptions.ts';

const NOW = '2026-12-02T09:00:00Z';

/** Ten licences of Business Basic at € 31 a month, two of it billed annually at € 365, three of Standard at € 62. */
async function startScene() {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, offerId, tenantId } = bought;
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  const buy = (line: { offerId: typeof offerId; billingCycle: string; seatCount: number }) =>
    order(world, administrator, { kind: 'purchase', tenantId, lines: [{ termDuration: 'P1Y', ...line }] });
  await buy({ offerId, billingCycle: 'annual', seatCount: 2 });
  await buy({ offerId: standardId, billingCycle: 'monthly', seatCount: 3 });
  const caller = world.as(administrator);
  const list = async (input = {}) => (await caller.call(listSubscriptions, input)).items;
  return { world, caller, list, ...bought };
}

test('S9 a name of its own tells a subscription from another of the same product, in lists, tile and orders', async () => {
  const { world, caller, list, administrator, subscriptionId } = await startScene();
  const described = { subscriptionId, ownName: ' Magazzino ', costCentre: 'CC-7' };
  expect(await caller.call(describeSubscription, described)).toEqual({ name: 'Magazzino' });
  expect(await list({ search: 'magazz' })).toMatchObject([
    { name: 'Magazzino', offerTitle: 'Microsoft 365 Business Basic', costCentre: 'CC-7' },
  ]);
  expect(await list({ search: 'cc-7' })).toHaveLength(1);
  const services = (await caller.call(listMyServices, {})).services;
  expect(services.map(({ name }) => name)).toContain('Magazzino');

  await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 11 });
  const orders = (await caller.call(listOrders, {})).items;
  expect(orders.filter(({ kind }) => kind === 'seats')).toMatchObject([{ name: 'Magazzino' }]);
  expect((await world.mails()).at(-1)?.textBody).toContain('Magazzino');
  expect(await caller.call(getSubscription, { subscriptionId }), 'reading it again keeps the name').toMatchObject({
    name: 'Magazzino',
    seatCount: 11,
  });

  await caller.call(describeSubscription, { subscriptionId, ownName: '', costCentre: null });
  expect(await caller.call(getSubscription, { subscriptionId })).toMatchObject({
    name: 'Microsoft 365 Business Basic',
    ownName: null,
    costCentre: null,
  });
});

test('S9 the inventory has licences given and free, the Microsoft account, and the renewal as the next charge', async () => {
  const { caller, list, administrator } = await startScene();
  const [service] = (await caller.call(listMyServices, {})).services;
  await caller.call(assignService, { serviceId: service?.serviceId ?? '', personId: administrator.personId });
  const rows = await list({ sort: 'seatCount', descending: true });
  expect(rows.map(({ seatCount, tenantDomain }) => [seatCount, tenantDomain])).toEqual([
    [10, 'contoso.onmicrosoft.com'],
    [3, 'contoso.onmicrosoft.com'],
    [2, 'contoso.onmicrosoft.com'],
  ]);
  expect(rows.reduce((sum, { assignedCount }) => sum + assignedCount, 0)).toBe(1);
  expect(rows[0]?.nextCharge).toEqual({ on: '2027-01-02', net: { amount: '310', currency: 'EUR' } });
  // All of the year is charged: the renewal is next.
  expect(rows[2]?.nextCharge).toEqual({ on: '2027-12-02', net: { amount: '730', currency: 'EUR' } });
});

test('S9 costs are summed for a month and a year, by product, Microsoft account and cost centre', async () => {
  const { caller, subscriptionId } = await startScene();
  await caller.call(describeSubscription, { subscriptionId, ownName: null, costCentre: 'CC-7' });
  const eur = (amount: string) => ({ amount, currency: 'EUR' });
  const { rows, total } = await caller.call(summarizeSubscriptions, {});
  expect(rows).toEqual([
    {
      label: 'Microsoft 365 Business Basic',
      subscriptionCount: 2,
      seatCount: 12,
      perMonth: eur('370.83'), // 10 × € 31 and a twelfth of 2 × € 365
      perYear: eur('4450'),
    },
    {
      label: 'Microsoft 365 Business Standard',
      subscriptionCount: 1,
      seatCount: 3,
      perMonth: eur('186'),
      perYear: eur('2232'),
    },
  ]);
  expect(total).toMatchObject({ subscriptionCount: 3, seatCount: 15, perYear: eur('6682') });
  const labelsBy = async (by: 'tenant' | 'costCentre') =>
    (await caller.call(summarizeSubscriptions, { by })).rows.map(({ label, seatCount }) => [label, seatCount]);
  expect(await labelsBy('tenant')).toEqual([['contoso.onmicrosoft.com', 15]]);
  expect(await labelsBy('costCentre')).toEqual([
    ['CC-7', 10],
    [null, 5],
  ]);
});

test('S9 the file has every subscription in words, with numbers as numbers', async () => {
  const { caller } = await startScene();
  const { columns, lines, hasMore } = await caller.call(getInventoryLines, { locale: 'it', search: 'standard' });
  expect(hasMore).toBe(false);
  expect(columns.slice(0, 8)).toEqual([
    'Nome',
    'Prodotto',
    'Account Microsoft',
    'Centro di costo',
    'Stato',
    'Licenze',
    'Assegnate',
    'Libere',
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.slice(3, 14)).toEqual([
    null,
    'Attivo',
    3,
    0,
    3,
    'impegno di 1 anno',
    'fatturazione mensile',
    62,
    'EUR',
    '2027-12-01',
    'Si rinnova',
  ]);
});
