import { expect, inject, test } from 'vitest';
import { buildCustomer, buildOffer, buildProvider, buildTenantDraft, placeChange } from '#features/orders/builders.ts';
import type { Actor } from '#platform/actor.ts';
import type { AccountId } from '#platform/ids.ts';
import { auditRecord } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { getPaymentOptions } from '../get-payment-options.ts';
import { creditEntry } from '../tables.ts';
import { correctCredit } from './correct-credit.ts';
import { listCreditEntries } from './list-credit-entries.ts';
import { listCustomerCredit } from './list-customer-credit.ts';
import { quoteCreditCorrection } from './quote-credit-correction.ts';
import { quoteTopUp } from './quote-top-up.ts';
import { topUpCredit } from './top-up-credit.ts';

async function start() {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const provider = await buildProvider(world);
  const asProvider = world.as(provider);
  /** Shows the summary, and books what it showed. */
  const quote = (amount: string) => asProvider.call(quoteTopUp, { accountId, amount });
  const book = ({ entryId, amount, balanceBefore }: Awaited<ReturnType<typeof quote>>) =>
    asProvider.call(topUpCredit, { accountId, entryId, amount, balanceBefore, note: 'CRO 123' });
  return { world, accountId, administrator, asProvider, quote, book };
}

/** Spends € 122 of the credit, by an order that is carried out. */
async function spend(world: World, accountId: AccountId, administrator: Actor) {
  const offerId = await buildOffer(world, { prices: { annual: '100' } });
  const tenantId = await buildTenantDraft(world, { accountId });
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 };
  const { orderId } = await placeChange(
    world,
    administrator,
    { kind: 'purchase', tenantId, lines: [line] },
    'prepaidCredit',
  );
  await world.runJobs();
  return orderId;
}

function countEntries(world: World) {
  return world.db({ kind: 'system' }, async (tx) => (await tx.select().from(creditEntry)).length);
}

test('a summary shows the balance before and after, and books nothing', async () => {
  const { world, quote, book } = await start();
  await book(await quote('100'));

  expect(await quote('1.250,50')).toMatchObject({
    amount: '1250.5',
    balanceBefore: '100',
    balanceAfter: '1350.5',
    currency: 'EUR',
    warnings: ['muchMoreThanBefore'],
  });
  expect(await countEntries(world)).toBe(1);
});

test('a second press books nothing, and both answers name the same entry', async () => {
  const { world, quote, book } = await start();
  const summary = await quote('1000000');
  expect(summary.warnings).toEqual(['largeFirst']);

  const first = await book(summary);
  const second = await book(summary);

  expect(first).toMatchObject({ entryId: summary.entryId, available: '1000000', isAgain: false });
  expect(second).toMatchObject({ entryId: summary.entryId, available: '1000000', isAgain: true });
  expect(await countEntries(world)).toBe(1);
});

test('two presses at once book one entry', async () => {
  const { world, quote, book } = await start();
  const summary = await quote('100');

  const answers = await Promise.all([book(summary), book(summary), book(summary)]);

  expect(answers.filter(({ isAgain }) => !isAgain)).toHaveLength(1);
  expect(await countEntries(world)).toBe(1);
});

test('the id of an entry cannot be used for another amount or customer', async () => {
  const { world, asProvider, accountId, quote, book } = await start();
  const summary = await quote('100');
  await book(summary);
  const other = await buildCustomer(world, { login: 'bruno' });

  for (const changed of [
    { accountId, amount: '200' },
    { accountId: other.accountId, amount: '100' },
  ]) {
    await expect(asProvider.call(topUpCredit, { entryId: summary.entryId, ...changed })).rejects.toMatchObject({
      code: 'billing.creditEntryIdUsed',
    });
  }
  expect(await countEntries(world)).toBe(1);
});

test('two people who saw the same balance do not both book one transfer', async () => {
  const { world, quote, book } = await start();
  const [mine, theirs] = [await quote('500'), await quote('500')];
  await book(mine);

  await expect(book(theirs)).rejects.toMatchObject({
    code: 'billing.creditBalanceMoved',
    facts: { balanceAmount: '500.00', currency: 'EUR' },
  });
  expect((await quote('500')).warnings).toEqual(['sameAmountRecently']);
  expect(await countEntries(world)).toBe(1);
});

test('a correction takes the amount back by an entry that names the corrected one, once', async () => {
  const { world, accountId, administrator, asProvider, quote, book } = await start();
  await book(await quote('100'));
  world.advance({ minutes: 1 });
  const { entryId } = await book(await quote('1000'));
  world.advance({ minutes: 1 });

  const shown = await asProvider.call(quoteCreditCorrection, { accountId, entryId });
  expect(shown).toMatchObject({ amount: '1000', balanceBefore: '1100', balanceAfter: '100', isBelowZero: false });
  const input = { accountId, entryId, reason: 'Importo errato', balanceBefore: shown.balanceBefore };
  expect(await asProvider.call(correctCredit, input)).toEqual({ available: '100', currency: 'EUR' });

  await expect(asProvider.call(correctCredit, input)).rejects.toMatchObject({ code: 'billing.creditAlreadyCorrected' });
  expect(await asProvider.call(quoteCreditCorrection, { accountId, entryId })).toMatchObject({ isCorrected: true });
  const options = await world.as(administrator).call(getPaymentOptions, {});
  expect(options.prepaidCredit.available).toBe('100');
  const { items, balance, total } = await world.as(administrator).call(listCreditEntries, {});
  expect({ balance, total }).toEqual({ balance: '100', total: 3 });
  expect(items).toMatchObject([
    { kind: 'corrected', amount: '-1000', balanceAfter: '100', correctsId: entryId, reason: 'Importo errato' },
    { kind: 'topUp', amount: '1000', balanceAfter: '1100', isCorrected: true, reason: null },
    { kind: 'topUp', amount: '100', balanceAfter: '100', isCorrected: false, reason: null },
  ]);
  // The provider's own note is not for the customer.
  expect(JSON.stringify(items)).not.toContain('CRO 123');
  const ofProvider = await asProvider.call(listCustomerCredit, { accountId });
  expect(ofProvider.items.map(({ note }) => note)).toEqual([null, 'CRO 123', 'CRO 123']);
  expect(ofProvider.items.every(({ personName }) => personName !== null)).toBe(true);
});

test('a balance goes below zero only when that was accepted', async () => {
  const { world, accountId, administrator, asProvider, quote, book } = await start();
  const { entryId } = await book(await quote('200'));
  const orderId = await spend(world, accountId, administrator);
  const [taken] = (await world.as(administrator).call(listCreditEntries, {})).items;
  expect(taken).toMatchObject({ kind: 'taken', amount: '-122', balanceAfter: '78', orderId });

  const shown = await asProvider.call(quoteCreditCorrection, { accountId, entryId });
  expect(shown).toMatchObject({ balanceBefore: '78', balanceAfter: '-122', isBelowZero: true });
  const input = { accountId, entryId, reason: 'Bonifico respinto' };
  await expect(asProvider.call(correctCredit, input)).rejects.toMatchObject({
    code: 'billing.creditBelowZero',
    facts: { balanceAmount: '-122.00', currency: 'EUR' },
  });
  expect(await asProvider.call(correctCredit, { ...input, acceptsBelowZero: true })).toMatchObject({
    available: '-122',
  });
});

test('what an order took is not corrected, nor an entry of another customer', async () => {
  const { world, accountId, administrator, asProvider, quote, book } = await start();
  const { entryId } = await book(await quote('200'));
  await spend(world, accountId, administrator);
  const other = await buildCustomer(world, { login: 'bruno' });
  const taken = (await asProvider.call(listCustomerCredit, { accountId })).items.find(({ kind }) => kind === 'taken');

  for (const wrong of [
    { accountId, entryId: taken?.id ?? '' },
    { accountId: other.accountId, entryId },
  ]) {
    await expect(asProvider.call(correctCredit, { ...wrong, reason: 'Errore' })).rejects.toMatchObject({
      code: 'billing.creditEntry.notFound',
    });
  }
});

test('a customer sees its own entries and none of another one', async () => {
  const { world, administrator, quote, book } = await start();
  await book(await quote('100'));
  const other = await buildCustomer(world, { login: 'bruno' });

  expect((await world.as(administrator).call(listCreditEntries, {})).total).toBe(1);
  expect(await world.as(other.administrator).call(listCreditEntries, {})).toMatchObject({ items: [], balance: '0' });
});

test('each booking leaves a record with its amount', async () => {
  const { world, quote, book } = await start();
  const summary = await quote('100');
  await book(summary);
  await book(summary);

  const records = await world.db({ kind: 'system' }, (tx) => tx.select().from(auditRecord));
  expect(records.filter(({ event }) => event.startsWith('billing.')).map(({ event, facts }) => [event, facts])).toEqual(
    [
      ['billing.creditToppedUp', { entryId: summary.entryId, amount: '100', currency: 'EUR' }],
      ['billing.creditToppedUpAgain', { entryId: summary.entryId, amount: '100', currency: 'EUR' }],
    ],
  );
});

const hasServer = inject('databaseTemplate').kind === 'server';

test.skipIf(!hasServer)('on a server, two corrections at once book one', async () => {
  const { world, accountId, asProvider, quote, book } = await start();
  const { entryId } = await book(await quote('100'));

  const correct = () => asProvider.call(correctCredit, { accountId, entryId, reason: 'Errore' });
  const answers = await Promise.allSettled([correct(), correct()]);

  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await countEntries(world)).toBe(2);
});
