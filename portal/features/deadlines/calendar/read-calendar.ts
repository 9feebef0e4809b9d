import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { hashOfToken } from '#platform/one-time-token.ts';
import { operation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { Refusal } from '#platform/refusal.ts';
import { costsOf, readDeadlines } from '../read-deadlines.ts';
import { calendarFeed } from '../tables.ts';
import { calendarText } from './calendar-text.ts';

/** Calendars that show more than this are of no use to anybody. */
const ENTRIES_MAX = 1000;

export const readCalendar = operation({
  name: 'deadlines.readCalendar',
  description: 'Returns the deadlines of the account whose calendar has a secret key, for calendar programs.',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ key: z.string().min(1).max(100).describe('Key in the address of the calendar, a secret.') }),
  output: z.object({ text: z.string().describe('The calendar, iCalendar text (RFC 5545).') }),
  refusals: ['deadlines.notFound'],
  async run({ tx, clock, services }, { key }) {
    const found = await findOwner(tx, key);
    if (found === undefined) throw new Refusal('deadlines.notFound');
    const { accountId, accountName, timeZone, locale } = found;
    const now = clock.now();
    const deadlines = (await readDeadlines(tx, { accountId, timeZone, now })).slice(0, ENTRIES_MAX);
    const costs = await costsOf(tx, deadlines, now);
    const entries = deadlines.map((deadline, index) => ({ ...deadline, cost: costs[index] }));
    const { publicUrl, translators } = services;
    return {
      text: calendarText(translators[locale], entries, { accountName, timeZone, locale, publicUrl, stamp: now }),
    };
  },
});

/** Whose calendar it is, while that person may still see the deadlines of the account. */
async function findOwner(tx: Tx, key: string) {
  const [found] = await tx
    .select({
      accountId: account.id,
      accountName: account.name,
      timeZone: account.timeZone,
      locale: person.locale,
      roles: person.roles,
    })
    .from(calendarFeed)
    .innerJoin(person, eq(person.id, calendarFeed.personId))
    .innerJoin(account, eq(account.id, calendarFeed.accountId))
    .where(
      and(
        eq(calendarFeed.keyHash, hashOfToken(key)),
        isNull(person.removedAt),
        isNull(person.disabledAt),
        eq(account.status, 'active'),
      ),
    );
  return found !== undefined && isPermitted(found.roles, 'deadlines.read') ? found : undefined;
}
