import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import {
  buildCustomer,
  buildOffer,
  buildTenantDraft,
  chargesBesideQuote,
  placeChange,
  storedOrder,
} from './builders.ts';
import { getOrder } from './get-order.ts';

test('S70 a purchase runs to its end: a new Microsoft account, the licences, the charge that the quote promised', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { annual: '100' } });
  const tenantId = await buildTenantDraft(world, { accountId });

  const { orderId, view } = await placeChange(world, administrator, {
    kind: 'purchase',
    tenantId,
    lines: [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 }],
  });
  expect(view.columns.today).toMatchObject({ net: '300', tax: '66', gross: '366' });
  await world.runJobs();

  const order = await world.as(administrator).call(getOrder, { orderId });
  expect(order.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'payment done',
    'prepareTenant done',
    'createCart done',
    'checkout done',
    'awaitProvisioning done',
    'readBack done',
  ]);
  expect(order.status).toBe('done');
  expect(order.lines[0]).toMatchObject({ status: 'done', seatCount: 3 });
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual([
    'charge purchase Microsoft 365 Business Basic: 3 × 100 × 365/365 days of 2026-11-25 to 2027-11-25 = 300 EUR',
  ]);
  expect(charged).toEqual(promised);
  const { charges } = await storedOrder(world, orderId);
  expect(charges[0]?.subscriptionId).toBe(order.lines[0]?.subscriptionId);
  expect((await world.mails()).map(({ kind, subject }) => `${kind}: ${subject}`)).toEqual([
    'orders.received: Ordine ORD-2026-000001 ricevuto: Microsoft 365 Business Basic',
    'orders.done: Microsoft 365 Business Basic è pronto (ordine ORD-2026-000001)',
  ]);
});
