import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { buildPerson } from '../sign-in/builders.ts';
import { buildAccount } from './builders.ts';
import { getAccount } from './get-account.ts';
import { updateAccountDetails } from './update-account-details.ts';

async function worldOfRossi() {
  const world = await startWorld();
  const now = world.clock.now();
  const admin = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return buildPerson(tx, { accountId, login: 'anna', now });
  });
  return { world, admin };
}

test('details may be written in several ways and are stored in one form', async () => {
  const { world, admin } = await worldOfRossi();
  await world.as(admin).call(updateAccountDetails, {
    name: ' Rossi & Figli S.r.l. ',
    vatNumber: 'it 0090 5811 006',
    province: 'mi',
    billingEmail: 'Fatture@Rossi.it',
  });
  expect(await world.as(admin).call(getAccount, {})).toMatchObject({
    name: 'Rossi & Figli S.r.l.',
    vatNumber: '00905811006',
    province: 'MI',
    billingEmail: 'fatture@rossi.it',
    city: null,
    vatPercent: '22',
  });
});

test('each wrong detail is refused at its field', async () => {
  const { world, admin } = await worldOfRossi();
  const wrong = world.as(admin).call(updateAccountDetails, {
    name: ' ',
    vatNumber: '00905811007',
    taxCode: 'ABC',
    province: 'Milano',
    postalCode: '2012',
    billingEmail: 'fatture',
  });
  await expect(wrong).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [
      { path: 'name', code: 'input.required' },
      { path: 'vatNumber', code: 'input.notVatNumber' },
      { path: 'taxCode', code: 'input.notTaxCode' },
      { path: 'province', code: 'input.notProvince' },
      { path: 'postalCode', code: 'input.notPostalCode' },
      { path: 'billingEmail', code: 'input.notEmail' },
    ],
  });
});

test('an update changes only the fields that it names; null and empty ones are cleared', async () => {
  const { world, admin } = await worldOfRossi();
  const update = (changes: object) => world.as(admin).call(updateAccountDetails, changes);
  await update({ city: 'Milano', province: 'MI', phone: '02 1234', billingEmail: 'fatture@rossi.it' });
  const before = await world.as(admin).call(getAccount, {});
  await update({ postalCode: '20121' });
  expect(await world.as(admin).call(getAccount, {})).toEqual({ ...before, postalCode: '20121' });
  await update({ phone: '', billingEmail: null });
  const cleared = { ...before, postalCode: '20121', phone: null, billingEmail: null };
  expect(await world.as(admin).call(getAccount, {})).toEqual(cleared);
  await update({});
  expect(await world.as(admin).call(getAccount, {})).toEqual(cleared);
});

test('the account is read and changed by its administrators alone', async () => {
  const { world, admin } = await worldOfRossi();
  for (const role of ['serviceUser', 'userManager', 'providerOperator', 'anonymous'] as const) {
    const other = world.as({ ...admin, roles: [role] });
    await expect(other.call(getAccount, {})).rejects.toMatchObject({ code: 'permission.denied' });
    await expect(other.call(updateAccountDetails, { city: 'Roma' })).rejects.toMatchObject({
      code: 'permission.denied',
    });
  }
  expect(await world.as(admin).call(getAccount, {})).toMatchObject({ city: null });
});
