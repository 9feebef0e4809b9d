import { and, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { person, sendSignInMail } from '#features/users/users.ts';
import type { Pass } from '#platform/job.ts';
import { apiKey } from '../tables.ts';
import { keyEndsMail } from './key-ends.mail.ts';

const REMINDED_BEFORE = Temporal.Duration.from({ hours: 7 * 24 });
/** A key that was made for a few days needs no reminder of them. */
const LIFETIME_MIN = Temporal.Duration.from({ hours: 14 * 24 });
const BATCH_SIZE = 500;

/** Reminds people a week before one of their API keys ends, once, by machine time. */
export const remindOfKeyEnds: Pass = {
  name: 'signIn.remindOfKeyEnds',
  everySeconds: 3600,
  async run(context) {
    const { tx, services } = context;
    const now = Temporal.Now.instant();
    const ending = await tx
      .select({ key: apiKey, person, timeZone: account.timeZone })
      .from(apiKey)
      .innerJoin(person, eq(person.id, apiKey.personId))
      .innerJoin(account, eq(account.id, person.accountId))
      .where(
        and(
          isNull(apiKey.remindedAt),
          gt(apiKey.expiresAt, now),
          lt(apiKey.expiresAt, now.add(REMINDED_BEFORE)),
          isNull(person.disabledAt),
          isNull(person.removedAt),
        ),
      )
      .limit(BATCH_SIZE);
    for (const { key, person: owner, timeZone } of ending) {
      if (Temporal.Instant.compare(key.createdAt.add(LIFETIME_MIN), key.expiresAt) > 0) continue;
      const facts = {
        firstName: owner.firstName,
        keyName: key.name ?? '',
        keyStart: key.start ?? '',
        expiresAt: key.expiresAt,
        timeZone,
        locale: owner.locale,
        publicUrl: services.publicUrl,
      };
      await sendSignInMail(context, owner, (t) => keyEndsMail(t, facts));
    }
    const ids = ending.map(({ key }) => key.id);
    if (ids.length > 0) await tx.update(apiKey).set({ remindedAt: now }).where(inArray(apiKey.id, ids));
  },
};
