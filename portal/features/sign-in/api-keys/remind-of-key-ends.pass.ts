import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type PersonRow, person, sendSignInMail } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { apiKey } from '../tables.ts';
import { keyEndsMail } from './key-ends.mail.ts';

const REMINDED_BEFORE = Temporal.Duration.from({ hours: 7 * 24 });
/** A key that was made for a few days needs no reminder of them. */
const LIFETIME_MIN = Temporal.Duration.from({ hours: 14 * 24 });

/** Reminds people a week before one of their API keys ends, once, by machine time. */
export const remindOfKeyEnds: Pass = {
  name: 'signIn.remindOfKeyEnds',
  everySeconds: 3600,
  async run(pass) {
    const now = Temporal.Now.instant();
    await visitRows(pass, {
      list: (tx, page) => listEndingKeys(tx, now, page),
      keyOf: ({ key }) => [key.id],
      async run(context, ending) {
        const ids = ending.map(({ key }) => key.id);
        await context.tx.update(apiKey).set({ remindedAt: now }).where(inArray(apiKey.id, ids));
        for (const one of ending) await remind(context, one);
      },
    });
  },
};

type EndingKey = Readonly<{ key: typeof apiKey.$inferSelect; person: PersonRow; timeZone: string }>;

/** The keys that end soon and whose people have not been reminded. */
function listEndingKeys(tx: Tx, now: Temporal.Instant, { after, limit }: Page): Promise<EndingKey[]> {
  return tx
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
        rowsAfter([apiKey.id], after),
      ),
    )
    .orderBy(asc(apiKey.id))
    .limit(limit);
}

async function remind(context: OperationContext, { key, person: owner, timeZone }: EndingKey): Promise<void> {
  const { expiresAt } = key;
  if (expiresAt === null || Temporal.Instant.compare(key.createdAt.add(LIFETIME_MIN), expiresAt) > 0) return;
  const facts = {
    firstName: owner.firstName,
    keyName: key.name ?? '',
    keyStart: key.start ?? '',
    expiresAt,
    timeZone,
    locale: owner.locale,
    publicUrl: context.services.publicUrl,
  };
  await sendSignInMail(context, owner, (t) => keyEndsMail(t, facts));
}
