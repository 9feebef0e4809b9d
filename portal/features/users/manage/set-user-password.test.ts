import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { setUserPassword } from './set-user-password.ts';

test('S26 a user whose password an administrator set is notified, in the user’s language', async () => {
  const world = await startWorld();
  const now = world.clock.now();
  const { anna, luca } = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      anna: await buildPerson(tx, { accountId, login: 'anna', now, password: null }),
      luca: await buildPerson(tx, { accountId, login: 'luca', now, locale: 'en', firstName: 'Luca', password: null }),
    };
  });
  await world.as(anna).call(setUserPassword, { userId: luca.personId, password: 'tre tazzine sul bancone' });
  const mails = await world.mails();
  expect(mails).toMatchObject([{ kind: 'users.passwordSet', personId: luca.personId, recipient: 'luca@example.it' }]);
  expect(mails[0]?.subject).toMatch(/your password was changed$/);
  expect(mails[0]?.textBody).not.toContain('tazzine');
});
