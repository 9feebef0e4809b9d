import {
  and,
  arrayOverlaps,
  asc,
  count,
  desc,
  eq,
  ilike,
  inArray,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import { likePattern } from '#platform/like-pattern.ts';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf, SearchText } from '#platform/wire.ts';
import { PersonRole } from '../people/person-schema.ts';
import { USER_STATUSES, type UserStatus } from '../rules.ts';
import { person } from '../tables.ts';
import { UserRow, userRowOf } from './user-output.ts';

/** The people of the account, with the number of each status. */
export const listUsers = operation({
  name: 'users.listUsers',
  description: 'Lists the users of the account, and counts them by status.',
  kind: 'read',
  permission: 'users.read',
  input: PageRequest.extend({
    search: SearchText.describe('Parts of names, login name or e-mail, in any order; empty: every user.'),
    statuses: z.array(z.enum(USER_STATUSES)).default([]).describe('Statuses to show; none: all of them.'),
    roles: z.array(PersonRole).default([]).describe('Roles to show, users with any of them; none: every user.'),
    sort: z
      .enum(['name', 'login', 'createdAt'])
      .default('name')
      .describe('Order of the rows: last and first name, login name, or time of creation.'),
    descending: z.boolean().default(false).describe('Reverses the order.'),
  }),
  output: pageOf(UserRow).extend({
    countByStatus: z
      .record(z.enum(USER_STATUSES), z.number().int())
      .describe('Number of users of each status, among those that `search` and `roles` leave over.'),
  }),
  async run({ tx, clock, services, accountId }, request) {
    const times = { clockNow: clock.now(), machineNow: services.machineClock.now() };
    const { statuses } = request;
    const status = statusInSql(times.machineNow);
    const found = and(
      eq(person.accountId, accountId),
      isNull(person.removedAt),
      ...request.search
        .split(/\s+/)
        .filter((word) => word !== '')
        .map(mentions),
      request.roles.length === 0 ? undefined : arrayOverlaps(person.roles, request.roles),
    );
    const shown = and(found, statuses.length === 0 ? undefined : inArray(status, statuses));
    const rows = await tx
      .select()
      .from(person)
      .where(shown)
      .orderBy(...orderOf(request))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const counts = await tx.select({ status, count: count() }).from(person).where(found).groupBy(sql`1`);
    const countOf = (wanted: UserStatus) => counts.find((row) => row.status === wanted)?.count ?? 0;
    const shownStatuses = USER_STATUSES.filter((one) => statuses.length === 0 || statuses.includes(one));
    return {
      items: rows.map((row) => userRowOf(row, times)),
      total: shownStatuses.reduce((sum, one) => sum + countOf(one), 0),
      countByStatus: {
        ready: countOf('ready'),
        locked: countOf('locked'),
        notActivated: countOf('notActivated'),
        disabled: countOf('disabled'),
      },
    };
  },
});

function mentions(word: string): SQL | undefined {
  const pattern = likePattern(word);
  return or(
    ilike(person.firstName, pattern),
    ilike(person.lastName, pattern),
    ilike(person.login, pattern),
    ilike(person.email, pattern),
  );
}

/** The same decision as `statusOf` in the rules, for counting and filtering; a test compares the two. */
function statusInSql(machineNow: Temporal.Instant): SQL<UserStatus> {
  const locked = sql`${person.lockedUntil} > ${machineNow.toString()}::timestamptz`;
  return sql<UserStatus>`case
    when ${isNotNull(person.disabledAt)} then 'disabled'
    when ${locked} then 'locked'
    when ${isNull(person.passwordSetAt)} and ${isNotNull(person.activationSentAt)} then 'notActivated'
    else 'ready' end`;
}

function orderOf({ sort, descending }: { sort: 'name' | 'login' | 'createdAt'; descending: boolean }): SQL[] {
  const direction = descending ? desc : asc;
  const byName = [direction(sql`lower(${person.lastName})`), direction(sql`lower(${person.firstName})`)];
  switch (sort) {
    case 'name':
      return [...byName, asc(person.id)];
    case 'login':
      return [direction(person.login), asc(person.id)];
    case 'createdAt':
      return [direction(person.createdAt), asc(person.id)];
  }
}
