import { expect, test } from 'vitest';
import { buildCustomer, buildProvider } from '#features/orders/builders.ts';
import { newId } from '#platform/ids.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getPaymentOptions } from '../get-payment-options.ts';
import { topUpCredit } from './top-up-credit.ts';

test.each([
  ['1250', '1250'],
  ['1250.50', '1250.5'],
  ['1250,50', '1250.5'],
  [' 1.250,5 ', '1250.5'],
])('adds the amount %j to the prepaid credit', async (amount, available) => {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const provider = await buildProvider(world);

  expect(await world.as(provider).call(topUpCredit, { accountId, entryId: newId(), amount })).toMatchObject({
    available,
    currency: 'EUR',
    isAgain: false,
  });
  const options = await world.as(administrator).call(getPaymentOptions, {});
  expect(options.prepaidCredit.available).toBe(available);
});

test.each([
  ['0', 'input.amountNotPositive'],
  ['0,00', 'input.amountNotPositive'],
  ['-5', 'input.notAnAmount'],
  ['1.250', 'input.notAnAmount'],
  ['12,345', 'input.notAnAmount'],
  ['EUR 5', 'input.notAnAmount'],
  ['', 'input.required'],
])('refuses the amount %j beside its field', async (amount, code) => {
  const world = await startWorld();
  const { accountId } = await buildCustomer(world);
  const provider = await buildProvider(world);

  await expect(world.as(provider).call(topUpCredit, { accountId, entryId: newId(), amount })).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [{ path: 'amount', code }],
  });
});

test('the input may be parsed twice: the parsed amount is parsed to itself', () => {
  const accountId = '0199c0de-0000-7000-8000-000000000001';
  const once = topUpCredit.input.parse({ accountId, entryId: newId(), amount: '1.250,50' });
  expect(topUpCredit.input.parse(once)).toEqual(once);
});

test('refuses an account that does not exist', async () => {
  const world = await startWorld();
  const provider = await buildProvider(world);
  const accountId = '0199c0de-0000-7000-8000-000000000001';

  await expect(
    world.as(provider).call(topUpCredit, { accountId, entryId: newId(), amount: '10' }),
  ).rejects.toMatchObject({
    code: 'billing.account.notFound',
  });
});

test('the provider itself has no prepaid credit', async () => {
  const world = await startWorld();
  const provider = await buildProvider(world);
  const { accountId } = provider;

  await expect(
    world.as(provider).call(topUpCredit, { accountId: accountId ?? '', entryId: newId(), amount: '10' }),
  ).rejects.toMatchObject({ code: 'billing.account.notFound' });
});
