import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { findPerson, listPeopleWith, type PersonRow, sendSignInMail } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import { haveRightsOf } from '#platform/permissions.ts';
import { knownDevice, signInLock } from '../tables.ts';
import { colleagueLockedMail, lockedMail } from './locked.mail.ts';

/**
 * Sends the mails about a lock: to the person, and to those who can end it. A job does it, so that the attempt which
 * locked a login takes no longer than one of a login that does not exist.
 */
export const notifyOfLock = job({
  name: 'signIn.notifyOfLock',
  queue: 'mails',
  data: z.object({ accountId: AccountId, lockId: idOf('signInLock') }) as z.ZodType<{
    accountId: AccountId;
    lockId: Id<'signInLock'>;
  }>,
  accountIdOf: (data) => data.accountId,
  attempts: 5,
  retryAfterSeconds: 15,
  run: ({ inTransaction }, { lockId }) =>
    inTransaction(async (context) => {
      const { tx, services } = context;
      const [lock] = await tx.select().from(signInLock).where(eq(signInLock.id, lockId)).for('no key update');
      // Ended meanwhile by a colleague, or of a person who was removed.
      const owner = lock === undefined ? undefined : await findPerson(tx, lock.personId);
      if (lock === undefined || owner === undefined) return;
      const [company] = await tx
        .select({ name: account.name, timeZone: account.timeZone })
        .from(account)
        .where(eq(account.id, owner.accountId));
      if (company === undefined) return;
      const facts = {
        owner,
        lock,
        hasDevices: (await tx.$count(knownDevice, eq(knownDevice.personId, owner.id))) > 0,
        accountName: company.name,
        timeZone: company.timeZone,
        brandName: services.brand.name,
        publicUrl: services.publicUrl,
      };
      await sendSignInMail(context, owner, (t) => lockedMail(t, { ...facts, locale: owner.locale }));
      for (const colleague of await listColleagues(tx, owner))
        await sendSignInMail(context, colleague, (t) =>
          colleagueLockedMail(t, { ...facts, reader: colleague, locale: colleague.locale }),
        );
    }),
});

/** Those who can end the lock: the others of the account who manage people, and have all rights of this one. */
async function listColleagues(tx: Tx, owner: PersonRow): Promise<PersonRow[]> {
  const managers = await listPeopleWith(tx, owner.accountId, 'users.manage');
  return managers.filter(({ id, roles }) => id !== owner.id && haveRightsOf(roles, owner.roles));
}
