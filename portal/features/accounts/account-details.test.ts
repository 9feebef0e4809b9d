import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { buildPerson } from '../sign-in/builders.ts';
import { buildAccount } from './builders.ts';
import { getAccount } from './get-account.ts';
import { updateAccountDetails } from './update-account-details.ts';

const NOTHING_ELSE = {
  vatNumber: '',
  taxCode: '',
  addressLine: '',
  city: '',
  province: '',
  postalCode: '',
  phone: '',
  billingEmail: '',
  timeZone: 'Europe/Rome',
} as const;

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

test('a company writes its details as people do; they are kept in one form', async () => {
  const { world, admin } = await worldOfRossi();
  await world.as(admin).call(updateAccountDetails, {
    ...NOTHING_ELSE,
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
    ...NOTHING_ELSE,
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
