import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { listMyServices } from '#features/licences/licences.ts';
import {
  buildCustomer,
  buildOffer,
  buildProvider,
  type ChangeInput,
  chargesBesideQuote,
  placeChange,
  quoteFor,
  storedOrder,
} from '#features/orders/builders.ts';
import { getOrder, markManualStepDone } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { assert } from '#platform/refusal.ts';
import { startWorld } from '#shell/testing/world.ts';

test('a purchase waits for the provider, and its service and subscription exist only after the mark', async () => {
  const { world, administrator, provider, purchase } = await startManualSale();
  const { orderId } = await placeChange(world, administrator, purchase);
  await world.runJobs();
  expect(await listSubscriptions(world)).toEqual([]);
  expect((await storedOrder(world, orderId)).charges).toEqual([]);

  world.advance({ days: 2 });
  await world.as(provider).call(markManualStepDone, { orderId, vendorReference: 'AG-7' });
  await world.runJobs();

  const { order, steps } = await storedOrder(world, orderId);
  expect(order.status).toBe('done');
  expect(steps.find(({ name }) => name === 'fulfil')?.vendorReference).toBe('AG-7');
  const [sold] = await listSubscriptions(world);
  // The term starts on the day of the mark, not on that of the order.
  expect(sold).toMatchObject({ vendor: 'manual', seatCount: 10, status: 'active', autoRenew: true });
  expect([sold?.startsOn.toString(), sold?.endsBefore.toString()]).toEqual(['2026-11-27', '2026-12-27']);
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual(promised);
  const { services } = await world.as(administrator).call(listMyServices, {});
  expect(services.map(({ name }) => name)).toEqual(['Assistenza estesa']);
});

test('a change of licences waits for the provider, and the new number holds after the mark', async () => {
  const { world, administrator, subscriptionId, complete } = await startManualSubscription();

  const { view } = await quoteFor(world, administrator, { kind: 'seats', subscriptionId, seatCount: 12 });
  assert(view.possible, 'licences can be added');
  // Two licences at € 12.00 for the whole month that begins today.
  expect(view.columns.today.net).toBe('24');
  const { orderId } = await placeChange(world, administrator, { kind: 'seats', subscriptionId, seatCount: 12 });
  await world.runJobs();
  const waiting = await world.as(administrator).call(getOrder, { orderId });
  expect(waiting.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'payment done',
    'sendSeatChange running',
    'readBackChange waiting',
  ]);
  expect((await listSubscriptions(world))[0]?.seatCount).toBe(10);

  await complete(orderId);
  expect((await listSubscriptions(world))[0]?.seatCount).toBe(12);
  expect((await storedOrder(world, orderId)).charges.map(({ net }) => net.toFixed(2))).toEqual(['24.00']);
});

test('an end at the term switches the renewal off and keeps the subscription until then', async () => {
  const { world, administrator, subscriptionId, complete } = await startManualSubscription();

  const { orderId } = await placeChange(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  await complete(orderId);

  expect((await listSubscriptions(world))[0]).toMatchObject({
    status: 'active',
    autoRenew: false,
    termEndOutcome: 'ends',
  });
});

test('a cancellation inside the window refunds the licences and keeps their number on record', async () => {
  const { world, administrator, subscriptionId, complete } = await startManualSubscription();

  const { orderId, view } = await placeChange(world, administrator, { kind: 'cancel', subscriptionId });
  await complete(orderId);

  expect(view.columns.today.net).toBe('-120');
  expect((await listSubscriptions(world))[0]).toMatchObject({ status: 'deleted', seatCount: 10, autoRenew: false });
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual(promised);
});

test('an extension month to month is not offered', async () => {
  const { world, administrator, subscriptionId } = await startManualSubscription();

  const { view } = await quoteFor(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' });

  expect(view).toMatchObject({ possible: false, reason: 'extensionNotOffered' });
});

test('a mark without a waiting step is refused', async () => {
  const { world, administrator, provider, purchase } = await startManualSale();
  const { orderId } = await placeChange(world, administrator, purchase);

  await expect(world.as(provider).call(markManualStepDone, { orderId })).rejects.toMatchObject({
    code: 'orders.notWaitingForProvider',
  });
});

/** A customer, the provider, and ten licences of a manual product at € 12.00 per month, not ordered yet. */
async function startManualSale() {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);
  const { administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, {
    vendor: 'manual',
    ids: 'ASSISTENZA:0001',
    title: 'Assistenza estesa',
    prices: { monthly: '12' },
    serviceUrl: 'https://assistenza.example.it',
  });
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 10 };
  const purchase: ChangeInput = { kind: 'purchase', tenantId: null, lines: [line] };
  return { world, provider, administrator, purchase };
}

/** The same, bought and fulfilled today. */
async function startManualSubscription() {
  const sale = await startManualSale();
  const { world, provider, administrator, purchase } = sale;
  const complete = async (orderId: string) => {
    await world.runJobs();
    await world.as(provider).call(markManualStepDone, { orderId });
    await world.runJobs();
  };
  const { orderId } = await placeChange(world, administrator, purchase);
  await complete(orderId);
  const [sold] = await listSubscriptions(world);
  assert(sold !== undefined, 'the licences were bought');
  return { ...sale, complete, subscriptionId: sold.id };
}

function listSubscriptions(world: Awaited<ReturnType<typeof startWorld>>) {
  return world.db({ kind: 'system' }, (tx) => tx.select().from(subscription).where(eq(subscription.vendor, 'manual')));
}
