import { Decimal, utcDate } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { topUpCredit } from '#features/billing/credit/top-up-credit.ts';
import { getPaymentOptions } from '#features/billing/get-payment-options.ts';
import { charge } from '#features/billing/tables.ts';
import { price } from '#features/catalogue/tables.ts';
import type { Actor } from '#platform/actor.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import {
  buildCustomer,
  buildOffer,
  buildProvider,
  buildTenantDraft,
  placeChange,
  quoteFor,
  storedOrder,
} from '../builders.ts';
import { approveOrder } from '../decide/approve-order.ts';
import { cancelOrder } from '../decide/cancel-order.ts';
import { declineOrder } from '../decide/decline-order.ts';
import { giveUpOrder } from '../decide/give-up-order.ts';
import { markManualStepDone } from '../decide/mark-manual-step-done.ts';
import { getQuote } from '../quote/get-quote.ts';
import { getAnyOrder } from '../read/get-any-order.ts';
import { getOrder } from '../read/get-order.ts';
import { listAllOrders } from '../read/list-all-orders.ts';
import { listOrders } from '../read/list-orders.ts';
import { customerOrder } from '../tables.ts';
import { placeOrder } from './place-order.ts';

const SLOW = 120_000;
const NOW = '2026-11-25T09:00:00Z';

test('the same quote placed twice, at once or later, is one order', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, change } = await buildBuyer(world);
  const { quoteId } = await quoteFor(world, administrator, change);
  const place = () => world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });

  const [first, second] = await Promise.all([place(), place()]);
  const third = await place();

  expect(first.placed && second.placed && third.placed).toBe(true);
  expect(new Set([first, second, third].map((placed) => (placed.placed ? placed.orderId : '')))).toHaveProperty(
    'size',
    1,
  );
  expect([first, second, third].filter((placed) => placed.placed && !placed.isAgain)).toHaveLength(1);
  expect(await countOrders(world)).toBe(1);
});

test('a price that has moved since the quote is not ordered: a new quote is there', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, change, offerId } = await buildBuyer(world);
  const { quoteId } = await quoteFor(world, administrator, change);
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(price)
      .set({ retailPricePerTerm: new Decimal('100.01') })
      .where(eq(price.offerId, offerId)),
  );

  const answer = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });

  expect(answer).toMatchObject({ placed: false, reason: 'quoteMoved' });
  expect(await countOrders(world)).toBe(0);
  const renewed = answer.placed ? '' : answer.newQuoteId;
  const { view } = await world.as(administrator).call(getQuote, { quoteId: renewed });
  expect(view.possible && view.columns.today.net).toBe('300.03');
  expect(
    await world.as(administrator).call(placeOrder, { quoteId: renewed, paymentMethod: 'onAccount' }),
  ).toMatchObject({ placed: true });
});

test('a quote of yesterday is another promise, since its days are others', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, change } = await buildBuyer(world);
  const { quoteId } = await quoteFor(world, administrator, change);
  await world.advance({ days: 1 });

  const answer = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  expect(answer).toMatchObject({ placed: false, reason: 'quoteMoved' });
});

test('a change that must fail is not ordered, and the quote says why', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, change } = await buildBuyer(world);
  const addOn = await buildOffer(world, {
    ids: 'CFQ7TTC0LHPM:0001',
    title: 'Copilot',
    prerequisites: ['CFQ7TTC0LH18:0001'],
    isAddOn: true,
  });
  const school = await buildOffer(world, { ids: 'CFQ7TTC0LF8Q:0002', title: 'A3', segment: 'education' });
  const [line] = change.lines;
  const why = async (changed: Partial<typeof change>) => {
    const { view } = await quoteFor(world, administrator, { ...change, ...changed });
    return view.possible ? 'possible' : `${view.reason} ${view.instead?.action}`;
  };

  expect(await why({ lines: [{ ...line, seatCount: 301 }] })).toBe('aboveSeatMaximum changeSeats');
  expect(await why({ lines: [{ ...line, termDuration: 'P3Y' }] })).toBe('notSold chooseOption');
  expect(await why({ tenantId: null })).toBe('tenantMissing chooseTenant');
  expect(await why({ lines: [{ ...line, offerId: addOn }] })).toBe('prerequisiteMissing buyPrerequisite');
  expect(await why({ lines: [{ ...line, offerId: addOn }, line] })).toBe('possible');
  expect(await why({ lines: [{ ...line, offerId: school }] })).toBe('segmentNotAllowed chooseTenant');
  expect(await why({})).toBe('possible');

  const impossible = await quoteFor(world, administrator, { ...change, tenantId: null });
  await expect(
    world.as(administrator).call(placeOrder, { quoteId: impossible.quoteId, paymentMethod: 'onAccount' }),
  ).rejects.toMatchObject({ code: 'orders.notPossible' });
  expect(await countOrders(world)).toBe(0);
});

test.for([
  [0, 'input.tooSmall'],
  [-1, 'input.tooSmall'],
  [1.5, 'input.notWhole'],
  [1e9, 'input.tooBig'],
] as const)('refuses %d licences with a sentence of the field', async ([seatCount, code]) => {
  const world = await startWorld({ now: NOW });
  const { administrator, change } = await buildBuyer(world);
  const lines = change.lines.map((line) => ({ ...line, seatCount }));

  await expect(quoteFor(world, administrator, { ...change, lines })).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [{ path: 'lines.0.seatCount', code }],
  });
});

test('prepaid credit is taken when the order starts, and returned when Microsoft refuses the order', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: NOW });
  const { accountId, administrator, change } = await buildBuyer(world, { companyName: 'Rossi S.r.l. (rischio)' });
  const place = async () => {
    const { quoteId } = await quoteFor(world, administrator, change);
    return world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'prepaidCredit' });
  };
  await expect(place()).rejects.toMatchObject({
    code: 'orders.creditTooLow',
    facts: { availableAmount: '0.00', neededAmount: '366.00', currency: 'EUR' },
  });

  await topUp(world, accountId, '400,00');
  const placed = await place();
  const orderId = (placed.placed ? placed.orderId : '') as Id<'order'>;
  await world.runJobs();

  const { order, steps, charges, credit } = await storedOrder(world, orderId);
  expect(order).toMatchObject({ status: 'failed', failureCode: 'riskCheck' });
  expect(steps.at(-1)?.status).toBe('skipped');
  expect(charges).toEqual([]);
  expect(credit.map(({ kind, amount }) => `${kind} ${amount}`).sort()).toEqual(['returned 366', 'taken -366']);
  const payment = await world.as(administrator).call(getPaymentOptions, {});
  expect(payment.prepaidCredit.available).toBe('400');
  expect((await world.mails()).map(({ kind }) => kind)).toEqual(['orders.received', 'orders.failed']);
});

test('two orders at once cannot both spend the last of the credit', { timeout: SLOW }, async () => {
  const world = await startWorld({ now: NOW });
  const { accountId, administrator, change } = await buildBuyer(world);
  await topUp(world, accountId, '400');
  const quotes = [await quoteFor(world, administrator, change), await quoteFor(world, administrator, change)];
  const placed = await Promise.all(
    quotes.map(({ quoteId }) => world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'prepaidCredit' })),
  );
  await world.runJobs();

  const statuses = [];
  for (const answer of placed) {
    const { order } = await storedOrder(world, (answer.placed ? answer.orderId : '') as Id<'order'>);
    statuses.push(`${order.status} ${order.failureCode}`);
  }
  expect(statuses.sort()).toEqual(['done null', 'failed creditTooLow']);
});

test('the open amount on account counts against its limit', async () => {
  const world = await startWorld({ now: NOW });
  const { accountId, administrator, change } = await buildBuyer(world);
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(account)
      .set({ creditLimit: new Decimal(400) })
      .where(eq(account.id, accountId)),
  );
  await placeChange(world, administrator, change);

  await expect(placeChange(world, administrator, change)).rejects.toMatchObject({
    code: 'orders.creditLimitReached',
    facts: { availableAmount: '34.00', neededAmount: '366.00' },
  });
});

test('an order above the limit waits for the provider; until then the customer may cancel it', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: NOW });
  const provider = await buildProvider(world);
  const { accountId, administrator, change } = await buildBuyer(world);
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(account)
      .set({ approvalAbove: new Decimal(300) })
      .where(eq(account.id, accountId)),
  );

  const stopped = await placeChange(world, administrator, change);
  const declined = await placeChange(world, administrator, change);
  const approved = await placeChange(world, administrator, change);
  await world.runJobs();
  const listed = await world.as(provider).call(listAllOrders, { statusGroups: ['attention'] });
  expect([listed.total, listed.attentionCount]).toEqual([3, 3]);

  await world.as(administrator).call(cancelOrder, { orderId: stopped.orderId });
  await world.as(provider).call(declineOrder, { orderId: declined.orderId, note: 'Troppo.' });
  await world.as(provider).call(approveOrder, { orderId: approved.orderId });
  await world.runJobs();

  const statusOf = async (orderId: Id<'order'>) => (await world.as(administrator).call(getOrder, { orderId })).status;
  expect(await statusOf(stopped.orderId)).toBe('cancelled');
  expect(await statusOf(declined.orderId)).toBe('cancelled');
  expect(await statusOf(approved.orderId)).toBe('done');
  await expect(world.as(administrator).call(cancelOrder, { orderId: approved.orderId })).rejects.toMatchObject({
    code: 'orders.tooLateToCancel',
  });
  await expect(world.as(provider).call(approveOrder, { orderId: stopped.orderId })).rejects.toMatchObject({
    code: 'orders.notAwaitingApproval',
  });
});

/** An order that waits for the provider, since 45 days. */
async function buildWaitingOrder(world: World) {
  const provider = await buildProvider(world);
  const buyer = await buildBuyer(world);
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(account)
      .set({ approvalAbove: new Decimal(300) })
      .where(eq(account.id, buyer.accountId)),
  );
  const { orderId } = await placeChange(world, buyer.administrator, buyer.change);
  await world.advance({ days: 45 });
  return { provider, ...buyer, orderId };
}

test('an order is not approved at a price that has moved while it waited', { timeout: SLOW }, async () => {
  const world = await startWorld({ now: NOW });
  const { provider, administrator, orderId, offerId } = await buildWaitingOrder(world);
  const approve = () => world.as(provider).call(approveOrder, { orderId });
  const setPrice = (amount: string) =>
    world.db({ kind: 'system' }, (tx) =>
      tx
        .update(price)
        .set({ retailPricePerTerm: new Decimal(amount) })
        .where(eq(price.offerId, offerId)),
    );

  await setPrice('100.01');
  await expect(approve()).rejects.toMatchObject({
    code: 'orders.priceMoved',
    facts: { confirmedAmount: '366.00', presentAmount: '366.04' },
  });
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(price).set({ effectiveUntil: world.clock.now() }).where(eq(price.offerId, offerId)),
  );
  await expect(approve()).rejects.toMatchObject({ code: 'orders.noLongerPossible' });
  expect((await world.as(administrator).call(getOrder, { orderId })).status).toBe('awaitingApproval');
});

test('an order that is approved later is charged for the days from then on', { timeout: SLOW }, async () => {
  const world = await startWorld({ now: NOW });
  const { provider, accountId, orderId } = await buildWaitingOrder(world);
  await world.as(provider).call(approveOrder, { orderId });
  await world.runJobs();

  const [charged] = await world.db({ kind: 'account', accountId }, (tx) => tx.select().from(charge));
  const today = utcDate(world.clock.now());
  expect(charged?.net.toFixed()).toBe('300');
  expect(charged?.cycleStartsOn.toString()).toBe(today.toString());
});

test('a fault that only the provider can resolve makes the order stuck; the provider sees why and can give it up', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: NOW });
  const provider = await buildProvider(world);
  const { administrator, change } = await buildBuyer(world, { companyName: 'Rossi S.r.l. (credito)' });
  const { orderId } = await placeChange(world, administrator, change);
  await world.runJobs();

  const seen = await world.as(provider).call(getAnyOrder, { orderId });
  const meaning = { it: 'Il limite di credito del partner presso Microsoft non basta.' };
  expect(seen).toMatchObject({ status: 'stuck', failureCode: 'needsProvider', accountName: 'Rossi S.r.l.', meaning });
  const step = seen.steps.find(({ name }) => name === 'checkout');
  expect(step).toMatchObject({ failureCode: 'needsProvider', meaning });
  expect(step?.providerNote).toContain('800023');

  await world.as(provider).call(giveUpOrder, { orderId });
  expect(await world.as(administrator).call(getOrder, { orderId })).toMatchObject({
    status: 'failed',
    failureCode: 'givenUp',
  });
});

test('a service of the provider is done by hand and marked, without Microsoft', { timeout: SLOW }, async () => {
  const world = await startWorld({ now: NOW });
  const provider = await buildProvider(world);
  const { administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, {
    vendor: 'manual',
    ids: 'ASSISTENZA:0001',
    title: 'Assistenza estesa',
    serviceUrl: 'https://assistenza.example.it',
    orderForm: [{ name: 'site', label: { it: 'Sede', en: 'Site' }, type: 'text', isRequired: true }],
  });
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 1 };
  const quoted = await quoteFor(world, administrator, { kind: 'purchase', tenantId: null, lines: [line] });
  expect(quoted.view).toMatchObject({ possible: false, reason: 'answerMissing', facts: { field: 'site' } });

  const { orderId } = await placeChange(world, administrator, {
    kind: 'purchase',
    tenantId: null,
    lines: [{ ...line, answers: { site: 'Milano' } }],
  });
  await world.runJobs();
  const waiting = await world.as(administrator).call(getOrder, { orderId });
  expect(waiting.steps.map(({ name, status, waitingOn }) => `${name} ${status} ${waitingOn}`)).toEqual([
    'payment done null',
    'fulfil running provider',
    'startService waiting null',
  ]);

  const { answers } = await world.as(provider).call(getAnyOrder, { orderId });
  expect(answers.map(({ values }) => values)).toEqual([[{ label: { it: 'Sede', en: 'Site' }, value: 'Milano' }]]);

  await world.as(provider).call(markManualStepDone, { orderId, vendorReference: 'T-17' });
  await world.runJobs();
  const done = await world.as(administrator).call(getOrder, { orderId });
  expect(done.status).toBe('done');
  expect(done.lines[0]?.subscriptionId).not.toBeNull();
});

test('orders and quotes of another account do not exist', { timeout: SLOW }, async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, change } = await buildBuyer(world);
  const other = await buildCustomer(world, { login: 'bruno' });
  const { orderId, quoteId } = await placeChange(world, administrator, change);
  const stranger = world.as(other.administrator);

  await expect(stranger.call(getOrder, { orderId })).rejects.toMatchObject({ code: 'orders.notFound' });
  await expect(stranger.call(cancelOrder, { orderId })).rejects.toMatchObject({ code: 'orders.notFound' });
  await expect(stranger.call(getQuote, { quoteId })).rejects.toMatchObject({ code: 'orders.quoteNotFound' });
  await expect(stranger.call(placeOrder, { quoteId, paymentMethod: 'onAccount' })).rejects.toMatchObject({
    code: 'orders.quoteNotFound',
  });
  await expect(quoteFor(world, other.administrator, change)).rejects.toMatchObject({ code: 'tenants.notFound' });
  expect((await stranger.call(listOrders, {})).total).toBe(0);
  expect((await world.as(administrator).call(listOrders, { search: 'business basic' })).total).toBe(1);
  expect((await world.as(administrator).call(listOrders, { search: '100%' })).total).toBe(0);
});

async function buildBuyer(world: World, { companyName = 'Rossi S.r.l.' }: { companyName?: string } = {}) {
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { annual: '100' } });
  const tenantId = await buildTenantDraft(world, { accountId, companyName });
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 };
  const change = {
    kind: 'purchase' as const,
    tenantId: tenantId as Id<'tenant'> | null,
    lines: [line] as [typeof line, ...(typeof line)[]],
  };
  return { accountId, administrator: administrator as Actor, offerId, tenantId, change };
}

function countOrders(world: World): Promise<number> {
  return world.db({ kind: 'system' }, (tx) => tx.$count(customerOrder));
}

async function topUp(world: World, accountId: AccountId, amount: string): Promise<void> {
  const provider = await buildProvider(world);
  await world.as(provider).call(topUpCredit, { accountId, entryId: newId(), amount });
}
