import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildPerson } from '../../sign-in/builders.ts';
import { getProfile } from './get-profile.ts';
import { setLanguage } from './set-language.ts';
import { updateProfile } from './update-profile.ts';

async function worldWithUgo() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      world,
      ugo: await buildPerson(tx, { accountId, login: 'ugo', firstName: 'Ugo', roles: ['serviceUser'], now }),
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
    };
  });
}

test('S19 a person changes names, phone and second address; empty ones are cleared', async () => {
  const { world, ugo } = await worldWithUgo();
  const self = world.as(ugo);
  await self.call(updateProfile, {
    firstName: 'Ugo',
    lastName: ' Verdi ',
    phone: '02 1234',
    notificationEmail: 'Avvisi@Rossi.it',
  });
  expect(await self.call(getProfile, {})).toMatchObject({
    login: 'ugo',
    lastName: 'Verdi',
    phone: '02 1234',
    notificationEmail: 'avvisi@rossi.it',
  });
  await self.call(updateProfile, { phone: ' ', notificationEmail: null });
  expect(await self.call(getProfile, {})).toMatchObject({ lastName: 'Verdi', phone: null, notificationEmail: null });
});

test('an update of the profile changes only the fields that it names, of the caller alone', async () => {
  const { world, ugo, anna } = await worldWithUgo();
  await world.as(ugo).call(updateProfile, { phone: '02 1234', notificationEmail: 'avvisi@rossi.it' });
  const before = await world.as(ugo).call(getProfile, {});
  const other = await world.as(anna).call(getProfile, {});
  await world.as(ugo).call(updateProfile, { lastName: 'Verdi' });
  expect(await world.as(ugo).call(getProfile, {})).toEqual({ ...before, lastName: 'Verdi' });
  await world.as(ugo).call(updateProfile, {});
  expect(await world.as(ugo).call(getProfile, {})).toEqual({ ...before, lastName: 'Verdi' });
  expect(await world.as(anna).call(getProfile, {})).toEqual(other);
});

test('a name cannot be cleared, and a wrong address is refused at its field', async () => {
  const { world, ugo } = await worldWithUgo();
  await expect(
    world.as(ugo).call(updateProfile, { firstName: ' ', notificationEmail: 'avvisi' }),
  ).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [
      { path: 'firstName', code: 'input.required' },
      { path: 'notificationEmail', code: 'input.notEmail' },
    ],
  });
});

test('S94 the language of a person is stored', async () => {
  const { world, ugo } = await worldWithUgo();
  await world.as(ugo).call(setLanguage, { locale: 'en' });
  expect(await world.as(ugo).call(getProfile, {})).toMatchObject({ locale: 'en' });
});

test('the profile needs a sign-in', async () => {
  const { world } = await worldWithUgo();
  const visitor = world.as(world.anonymous);
  for (const attempt of [
    () => visitor.call(getProfile, {}),
    () => visitor.call(updateProfile, { lastName: 'Verdi' }),
    () => visitor.call(setLanguage, { locale: 'en' }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'permission.denied' });
});
