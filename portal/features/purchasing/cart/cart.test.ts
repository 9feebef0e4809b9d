import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { offer } from '#features/catalogue/catalogue.ts';
import { price } from '#features/catalogue/tables.ts';
import { buildCustomer, buildOffer, buildTenantDraft, chargesBesideQuote } from '#features/orders/builders.ts';
import { customerOrder } from '#features/orders/orders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import type { Actor } from '#platform/actor.ts';
import type { Id } from '#platform/ids.ts';
import { isRefusal } from '#platform/refusal.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { choosePayment } from '../checkout/choose-payment.ts';
import { chooseTenant } from '../checkout/choose-tenant.ts';
import { placeCart } from '../checkout/place-cart.ts';
import { quoteCart } from '../checkout/quote-cart.ts';
import { addLine } from './add-line.ts';
import { changeLine } from './change-line.ts';
import { countLines } from './count-lines.ts';
import { getCart } from './get-cart.ts';
import { removeLine } from './remove-line.ts';

const ANNUAL = { termDuration: 'P1Y', billingCycle: 'annual' };
const MONTHLY = { termDuration: 'P1M', billingCycle: 'monthly' };

test('S54 the same offer on the same terms adds up, on other terms it has a line of its own', async () => {
  const { world, buyer, offerId } = await startShop();

  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 2 });
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 3 });
  await world.as(buyer).call(addLine, { offerId, ...MONTHLY, seatCount: 1 });

  const { lines } = await world.as(buyer).call(getCart, {});
  expect(lines.map((line) => `${line.seatCount} ${line.termDuration} ${line.billingCycle}`)).toEqual([
    '5 P1Y annual',
    '1 P1M monthly',
  ]);
  expect(await world.as(buyer).call(countLines, {})).toEqual({ count: 2 });
});

test('S60 term and billing of a line can be changed; it adds up with a line that has them already', async () => {
  const { world, buyer, offerId } = await startShop();
  const shopper = world.as(buyer);
  const { lineId } = await shopper.call(addLine, { offerId, ...ANNUAL, seatCount: 2 });
  const shown = async () =>
    (await shopper.call(getCart, {})).lines.map(
      (line) => `${line.seatCount} ${line.termDuration} ${line.billingCycle} ${line.unitPricePerCycle}`,
    );

  await shopper.call(changeLine, { lineId, seatCount: 3, ...MONTHLY });
  expect(await shown()).toEqual(['3 P1M monthly 12']);
  await shopper.call(addLine, { offerId, ...ANNUAL, seatCount: 4 });
  await shopper.call(changeLine, { lineId, seatCount: 3, ...ANNUAL });
  expect(await shown()).toEqual(['7 P1Y annual 100']);
  await expect(
    shopper.call(changeLine, { lineId, seatCount: 7, termDuration: 'P3Y', billingCycle: 'annual' }),
  ).rejects.toMatchObject({ code: 'purchasing.notSold' });
});

test.each([
  [0, 'input.tooSmall'],
  [-1, 'input.tooSmall'],
  [1.5, 'input.notWhole'],
  [1e9, 'input.tooBig'],
  [301, 'input.tooBig'],
  [Number.NaN, 'input.invalidValue'],
])('a number of licences that cannot be is refused beside its field: %s', async (seatCount, code) => {
  const { world, buyer, offerId } = await startShop();
  const { lineId } = await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 2 });

  expect(await fieldRefusals(world.as(buyer).call(addLine, { offerId, ...MONTHLY, seatCount }))).toEqual([
    `seatCount ${code}`,
  ]);
  expect(await fieldRefusals(world.as(buyer).call(changeLine, { lineId, seatCount }))).toEqual([`seatCount ${code}`]);
  expect((await world.as(buyer).call(getCart, {})).lines.map((line) => line.seatCount)).toEqual([2]);
});

test('adding up stops at the most that the product allows', async () => {
  const { world, buyer, offerId } = await startShop();
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 200 });

  expect(await fieldRefusals(world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 101 }))).toEqual([
    'seatCount input.tooBig',
  ]);
});

test('S59 totals stand apart for today, each month and each year, IVA on the sum of the nets', async () => {
  const { world, buyer, offerId } = await startShop({ annual: '100.10', monthly: '12.05' });
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 3 });
  await world.as(buyer).call(addLine, { offerId, ...MONTHLY, seatCount: 1 });

  const { totals } = await world.as(buyer).call(getCart, {});

  expect(totals).toEqual({
    today: { net: '312.35', tax: '68.72', gross: '381.07' },
    monthly: { net: '12.05', tax: '2.65', gross: '14.70' },
    yearly: { net: '300.30', tax: '66.07', gross: '366.37' },
  });
});

test('a changed price is shown beside the old one; a line that is no longer sold counts nothing', async () => {
  const { world, buyer, offerId } = await startShop();
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 1 });
  await world.as(buyer).call(addLine, { offerId, ...MONTHLY, seatCount: 1 });
  await world.db({ kind: 'system' }, async (tx) => {
    await tx
      .update(price)
      .set({ retailPricePerTerm: new Decimal('110') })
      .where(eq(price.billingCycle, 'annual'));
    await tx.delete(price).where(eq(price.termDuration, 'P1M'));
  });

  const cart = await world.as(buyer).call(getCart, {});

  expect(cart.lines).toMatchObject([
    { seenUnitPricePerCycle: '100', unitPricePerCycle: '110', netPerCycle: '110.00' },
    { seenUnitPricePerCycle: '12', unitPricePerCycle: null, netPerCycle: null },
  ]);
  expect(cart.totals.today.net).toBe('110.00');
  const lineId = cart.lines[0]?.lineId ?? '';
  await world.as(buyer).call(changeLine, { lineId, seatCount: 2 });
  expect((await world.as(buyer).call(getCart, {})).lines[0]).toMatchObject({ seenUnitPricePerCycle: '110' });
});

test('an add-on without its base product says which products would do', async () => {
  const { world, buyer, offerId } = await startShop();
  const addOnId = await buildOffer(world, { ids: 'CFQ7TTC0LH0D:0001', title: 'Audio Conferencing', isAddOn: true });
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(offer)
      .set({ prerequisites: ['CFQ7TTC0LH18:0001'] })
      .where(eq(offer.id, addOnId)),
  );
  await world.as(buyer).call(addLine, { offerId: addOnId, ...ANNUAL, seatCount: 1 });
  expect((await world.as(buyer).call(getCart, {})).lines[0]?.missingPrerequisites).toEqual([
    'Microsoft 365 Business Basic',
  ]);

  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 1 });

  expect((await world.as(buyer).call(getCart, {})).lines[0]?.missingPrerequisites).toBeNull();
});

test('a cart belongs to its person: others neither see nor change it, and a service user has none', async () => {
  const { world, buyer, offerId } = await startShop();
  const { lineId } = await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 2 });
  const colleague = await personOf(world, buyer, 'carla', 'administrator');
  const serviceUser = await personOf(world, buyer, 'dario', 'serviceUser');
  const { administrator: stranger } = await buildCustomer(world, { login: 'estranea' });

  for (const other of [colleague, stranger]) {
    expect((await world.as(other).call(getCart, {})).lines).toEqual([]);
    expect(await refusal(world.as(other).call(changeLine, { lineId, seatCount: 9 }))).toBe('purchasing.lineNotFound');
    expect(await refusal(world.as(other).call(removeLine, { lineId }))).toBe('purchasing.lineNotFound');
  }
  expect(await refusal(world.as(serviceUser).call(getCart, {}))).toBe('permission.denied');
  expect(await refusal(world.as(serviceUser).call(addLine, { offerId, ...ANNUAL, seatCount: 1 }))).toBe(
    'permission.denied',
  );
  // Signing in again is the same person: the cart is as it was left.
  expect((await world.as({ ...buyer }).call(getCart, {})).lines).toMatchObject([{ seatCount: 2 }]);
  await world.as(buyer).call(removeLine, { lineId });
  expect(await world.as(buyer).call(countLines, {})).toEqual({ count: 0 });
});

test('another account’s Microsoft account cannot be chosen', async () => {
  const { world, buyer } = await startShop();
  const { accountId } = await buildCustomer(world, { login: 'estranea' });
  const tenantId = await buildTenantDraft(world, { accountId, domain: 'altri.onmicrosoft.com' });

  expect(await refusal(world.as(buyer).call(chooseTenant, { tenantId }))).toBe('tenants.notFound');
});

test('an empty cart, and one without a Microsoft account, are not quoted', async () => {
  const { world, buyer, offerId } = await startShop();
  expect(await refusal(world.as(buyer).call(quoteCart, {}))).toBe('purchasing.empty');

  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 1 });

  expect(await refusal(world.as(buyer).call(quoteCart, {}))).toBe('purchasing.tenantMissing');
});

test('S68 the lines of the summary are ordered and charged, and the cart is empty', async () => {
  const { world, buyer, quoteId } = await startSummary();

  const placed = await place(world, buyer, quoteId);
  await world.runJobs();

  const { promised, charged } = await chargesBesideQuote(world, placed.orderId as Id<'order'>);
  expect(charged).toHaveLength(1);
  expect(charged).toEqual(promised);
  expect(await world.as(buyer).call(getCart, {})).toMatchObject({ lines: [], paymentMethod: 'onAccount' });
});

test('one summary confirmed twice at once, or two tabs with summaries of the same cart, give one order', async () => {
  const { world, buyer, quoteId } = await startSummary();
  const { quoteId: otherTabsQuoteId } = await world.as(buyer).call(quoteCart, {});

  const answers = await Promise.all([
    place(world, buyer, quoteId),
    place(world, buyer, quoteId),
    place(world, buyer, otherTabsQuoteId),
  ]);

  expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1);
  expect(answers.filter(({ isAgain }) => !isAgain)).toHaveLength(1);
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(customerOrder))).toHaveLength(1);
});

test('a line added after the order stays in the cart when the same order is confirmed again', async () => {
  const { world, buyer, offerId, quoteId } = await startSummary();
  await place(world, buyer, quoteId);
  await world.as(buyer).call(addLine, { offerId, ...MONTHLY, seatCount: 1 });

  expect(await place(world, buyer, quoteId)).toMatchObject({ isAgain: true });

  expect((await world.as(buyer).call(getCart, {})).lines).toMatchObject([{ seatCount: 1 }]);
});

test('a cart that has changed since its summary is not ordered', async () => {
  const { world, buyer, offerId, quoteId } = await startSummary();
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 1 });

  expect(await refusal(place(world, buyer, quoteId))).toBe('purchasing.changed');

  expect((await world.as(buyer).call(getCart, {})).lines).toMatchObject([{ seatCount: 4 }]);
});

test('a price that has moved since the summary leaves the cart and gives a new summary', async () => {
  const { world, buyer, quoteId } = await startSummary();
  await world.db({ kind: 'system' }, (tx) => tx.update(price).set({ retailPricePerTerm: new Decimal('101') }));

  const answer = await world.as(buyer).call(placeCart, { quoteId, paymentMethod: 'onAccount' });

  expect(answer).toMatchObject({ placed: false, reason: 'quoteMoved' });
  expect(await world.as(buyer).call(countLines, {})).toEqual({ count: 1 });
});

/** A customer’s administrator, and an offer; prices are those of a whole term. */
async function startShop(prices: { annual?: string; monthly?: string } = {}) {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator: buyer } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { annual: '100', monthly: '12', ...prices } });
  return { world, accountId, buyer, offerId };
}

/** Three licences in the cart, everything answered, the summary shown. */
async function startSummary() {
  const shop = await startShop();
  const { world, buyer, accountId, offerId } = shop;
  const tenantId = await buildTenantDraft(world, { accountId });
  await world.as(buyer).call(addLine, { offerId, ...ANNUAL, seatCount: 3 });
  await world.as(buyer).call(chooseTenant, { tenantId });
  await world.as(buyer).call(choosePayment, { paymentMethod: 'onAccount', ownReference: 'PO 7' });
  const { quoteId } = await world.as(buyer).call(quoteCart, {});
  return { ...shop, quoteId };
}

async function place(world: World, buyer: Actor, quoteId: string) {
  const answer = await world.as(buyer).call(placeCart, { quoteId, paymentMethod: 'onAccount', ownReference: 'PO 7' });
  if (!answer.placed) throw new Error(`not placed: ${answer.reason}`);
  return answer;
}

function personOf(world: World, { accountId }: Actor, login: string, role: 'administrator' | 'serviceUser') {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, {
      accountId: accountId ?? raise('the buyer has an account'),
      login,
      roles: [role],
      now,
      password: null,
    }),
  );
}

function raise(message: string): never {
  throw new Error(message);
}

async function refusal(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'done',
    (error: unknown) => (isRefusal(error) ? error.code : String(error)),
  );
}

async function fieldRefusals(answer: Promise<unknown>): Promise<string[]> {
  return answer.then(
    () => ['done'],
    (error: unknown) =>
      isRefusal(error) ? error.fields.map(({ path, code }) => `${path} ${code}`) : [`${String(error)}`],
  );
}
