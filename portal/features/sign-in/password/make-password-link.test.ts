import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { auditRecord } from '#platform/tables.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildPerson, buildSession, GOOD_PASSWORD } from '../builders.ts';
import { choosePassword } from './choose-password.ts';
import { makePasswordLink } from './make-password-link.ts';

test('the operator makes an activation or a recovery link, which is in the audit of the account', async () => {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const { nina } = await world.db({ kind: 'system' }, async (tx) => {
    const rossi = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    await buildPerson(tx, { accountId: neri, login: 'anna', email: 'anna@neri.it', now });
    await buildPerson(tx, { accountId: rossi, login: 'anna', email: 'anna@rossi.it', now });
    return { nina: await buildPerson(tx, { accountId: rossi, login: 'nina', password: null, now }) };
  });
  const make = (login: string) => makePasswordLink(world.app, { login, accountId: undefined });

  const link = await make('NINA');
  expect(link).toMatchObject({ purpose: 'activation', accountName: 'Rossi S.r.l.' });
  expect(link.expiresAt.toString()).toBe('2026-03-04T09:00:00Z');
  const token = link.url.split('token=')[1] ?? '';
  const chosen = { token, password: GOOD_PASSWORD, repeatedPassword: GOOD_PASSWORD };
  await world.as(world.anonymous).call(choosePassword, chosen);
  await buildSession(world, 'nina');
  expect((await make('nina')).purpose).toBe('recovery');
  const records = await world.db({ kind: 'account', accountId: nina.accountId }, (tx) =>
    tx.select().from(auditRecord).where(eq(auditRecord.event, 'signIn.linkMade')),
  );
  expect(records).toHaveLength(2);
  expect(JSON.stringify(records)).not.toContain(token);

  await expect(make('anna')).rejects.toThrow('signIn.severalPeople');
  const ofRossi = await makePasswordLink(world.app, { login: 'anna', accountId: nina.accountId });
  expect(ofRossi.accountName).toBe('Rossi S.r.l.');
  await expect(make('nobody')).rejects.toThrow('users.notFound');
});
