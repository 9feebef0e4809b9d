import { eq } from 'drizzle-orm';
import { assert, expect, test } from 'vitest';
import { offer } from '#features/catalogue/catalogue.ts';
import { price } from '#features/catalogue/tables.ts';
import { quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL, buyLicences, order } from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { subscription } from '../tables.ts';
import { getEndOfTerm } from './get-end-of-term.ts';

// A term of one year, billed monthly at € 31 a seat, from 2 December 2026.
const NOW = '2026-12-02T09:00:00Z';

type Bought = Awaited<ReturnType<typeof buyLicences>>;
type Choices = Awaited<ReturnType<typeof endOfTerm>>['choices'];

function endOfTerm(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getEndOfTerm, { subscriptionId });
}

function get(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getSubscription, { subscriptionId });
}

/**
 * `* renews: 10 × 31, first 310, to 2028-12-01 3720`: the planned choice with `*`, an unavailable one with `?`.
 */
function brief(choices: Choices): string[] {
  return choices.map(({ outcome, isPlanned, canChoose, offer, end }) => {
    const mark = isPlanned ? '* ' : canChoose ? '' : '? ';
    if (end !== null) return `${mark}${outcome} ${end.accessEndsAt}, data to ${end.dataDeletedAt}`;
    if (offer === null) return `${mark}${outcome}: no price`;
    const { seatCount, unitPricePerCycle, firstCharge, commitment } = offer;
    return [
      `${mark}${outcome}: ${seatCount} × ${unitPricePerCycle.amount}`,
      `first ${firstCharge.net.amount} on ${firstCharge.on}`,
      `to ${commitment.endsOn} ${commitment.net.amount}`,
    ].join(', ');
  });
}

test('A18 A19 the three choices for the end of the term have their prices, the planned one is marked', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  expect(brief((await endOfTerm(world, bought)).choices)).toEqual([
    '* renews: 10 × 31, first 310 on 2027-12-02, to 2028-12-01 3720',
    'extendsMonthly: 10 × 31.93, first 319.3 on 2027-12-02, to 2028-01-01 319.3', // 31 + 3 %
    'ends 2027-12-02T00:00:00Z, data to 2028-03-01T00:00:00Z', // 90 days
  ]);
  await order(world, bought.administrator, {
    kind: 'renewal',
    subscriptionId: bought.subscriptionId,
    outcome: 'ends',
  });
  const { choices } = await endOfTerm(world, bought);
  expect(choices.filter(({ isPlanned }) => isPlanned).map(({ outcome }) => outcome)).toEqual(['ends']);
});

test('a subscription paid annually and extended month to month has both prices, each with its cycle', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world, { billingCycle: 'annual' });
  const change = { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' } as const;
  const { view } = await quoteFor(world, administrator, change);
  assert(view.possible);
  expect(view.items).toMatchObject([
    {
      billingCycle: 'annual',
      nextBillingCycle: 'monthly',
      unitPricePerCycle: { before: '365', after: '31.93' },
    },
  ]);
});

test('A18 an extension month to month is ordered, read back, and costs the amount of its choice', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  const { view } = await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' });
  assert(view.possible);
  expect(view.columns.nextCharge).toMatchObject({ on: '2027-12-02', net: '319.3' });
  expect(view.sideEffects.map(({ code }) => code)).toEqual(['autoRenewTurnedOff', 'priceMayChange']);
  expect(await get(world, bought)).toMatchObject({
    autoRenew: false,
    termEndOutcome: 'extendsMonthly',
    differences: [],
  });
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  expect(row?.resource.scheduledActions).toEqual([
    { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' },
  ]);
  expect(brief((await endOfTerm(world, bought)).choices)[1]).toMatch(/^\* extendsMonthly: 10 × 31.93/);

  await world.advance({ days: 365 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({
    isExtended: true,
    term: { startsOn: '2027-12-02', endsBefore: '2028-01-02' },
    unitPricePerCycle: { amount: '31.93' },
  });
});

test('what has no extension month to month offers none, and none can be ordered', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(subscription).set({ neverExtends: true }).where(eq(subscription.id, subscriptionId)),
  );
  expect(brief((await endOfTerm(world, bought)).choices)).toEqual([
    '* renews: 10 × 31, first 310 on 2027-12-02, to 2028-12-01 3720',
    'ends 2027-12-02T00:00:00Z, data to null',
  ]);
  const change = { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' } as const;
  const { view } = await quoteFor(world, administrator, change);
  expect(view).toMatchObject({ possible: false, reason: 'extensionNotOffered' });
});

test('what has left the shelf says that it cannot be renewed before a quote is asked for', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId, offerId } = bought;
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  const renewal = async () => (await endOfTerm(world, bought)).choices.find(({ outcome }) => outcome === 'renews');
  expect(await renewal()).toMatchObject({ canChoose: true });

  const until = world.clock.now();
  await world.db({ kind: 'system' }, async (tx) => {
    await tx.update(offer).set({ soldUntil: until }).where(eq(offer.id, offerId));
  });
  // The price list still has its price: what runs is renewed.
  expect(await renewal()).toMatchObject({ canChoose: true });
  await world.db({ kind: 'system' }, async (tx) => {
    await tx.update(price).set({ effectiveUntil: until }).where(eq(price.offerId, offerId));
  });
  expect(await renewal()).toMatchObject({ canChoose: false, offer: null });
  const { view } = await quoteFor(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews' });
  expect(view).toMatchObject({ possible: false, reason: 'notRenewable' });
});

test('while an order changes the subscription no choice can be made', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const canChoose = async () => (await endOfTerm(world, bought)).choices.map((choice) => choice.canChoose);
  expect(await canChoose()).toEqual([false, true, true]);
  const change = { kind: 'seats', subscriptionId: bought.subscriptionId, seatCount: 12 } as const;
  const { quoteId } = await quoteFor(world, bought.administrator, change);
  await world.as(bought.administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  expect(await canChoose()).toEqual([false, false, false]);
});

test('a trial becomes the paid product of its name: the choice has its price, and switching it back on too', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, {
    sold: [BUSINESS_PREMIUM_TRIAL, BUSINESS_PREMIUM],
    seatCount: 25,
    termDuration: 'P1M',
    billingCycle: 'none',
  });
  const { administrator, subscriptionId } = bought;
  expect(brief((await endOfTerm(world, bought)).choices)).toEqual([
    '* renews: 25 × 20, first 500 on 2027-01-02, to 2028-01-01 6000',
    'ends 2027-01-02T00:00:00Z, data to 2027-04-02T00:00:00Z',
  ]);
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  const { view } = await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews' });
  assert(view.possible);
  expect(view.columns.nextCharge).toMatchObject({ on: '2027-01-02', net: '500' });
  expect(view.items[0]?.unitPricePerCycle).toEqual({ before: '0', after: '20' });

  await world.advance({ days: 31 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({
    isTrial: false,
    termDuration: 'P1Y',
    unitPricePerCycle: { amount: '20' },
  });
});

test('a trial without a paid product on the price list has no price and cannot be turned on again', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, {
    sold: [BUSINESS_PREMIUM_TRIAL],
    seatCount: 25,
    termDuration: 'P1M',
    billingCycle: 'none',
  });
  const { administrator, subscriptionId } = bought;
  expect(brief((await endOfTerm(world, bought)).choices)[0]).toBe('* renews: no price');
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  const change = { kind: 'renewal', subscriptionId, outcome: 'renews' } as const;
  const { view } = await quoteFor(world, administrator, change);
  expect(view).toMatchObject({ possible: false, reason: 'priceUnknown', facts: { isTrial: true } });
});

test('A21 each batch has its refund of today and of each later day of its window', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await world.advance({ days: 5 });
  await world.runJobs();
  await order(world, bought.administrator, { kind: 'seats', subscriptionId: bought.subscriptionId, seatCount: 12 });
  const { batches } = await get(world, bought);
  // 7 December: 26 days of the cycle are left, € 1 a seat and day. The window of the first ten closes on the 9th.
  expect(batches?.map(({ seatCount, refunds }) => [seatCount, ...refunds.map(({ net }) => net.amount)])).toEqual([
    [10, '260', '250', '240'],
    [2, '52', '50', '48', '46', '44', '42', '40', '38'],
  ]);
});
