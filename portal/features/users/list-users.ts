import { and, asc, count, desc, eq, ilike, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '#features/sign-in/sign-in.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest } from '#platform/wire.ts';
import { USER_STATUSES, type UserStatus } from './rules.ts';
import { UserRow, userRowOf } from './user-output.ts';

const Role = z.enum(['serviceUser', 'administrator']);

/** The people of the account, with how many have each status. */
export const listUsers = operation({
  name: 'users.list',
  kind: 'read',
  permission: 'users.read',
  input: PageRequest.extend({
    /** Parts of name, login or e-mail, in any order. */
    search: z.string().trim().max(200).default(''),
    statuses: z.array(z.enum(USER_STATUSES)).default([]),
    roles: z.array(Role).default([]),
    sort: z.enum(['name', 'login', 'createdAt']).default('name'),
    descending: z.boolean().default(false),
  }),
  output: z.object({
    total: z.number(),
    users: z.array(UserRow),
    /** Of those that the search and the roles leave over. */
    countByStatus: z.record(z.enum(USER_STATUSES), z.number()),
  }),
  async run({ tx, clock, services, accountId }, asked) {
    const times = { clockNow: clock.now(), machineNow: services.auth.clock.now() };
    const status = statusInSql(times.machineNow);
    const found = and(
      eq(person.accountId, accountId),
      isNull(person.removedAt),
      ...asked.search
        .split(/\s+/)
        .filter((word) => word !== '')
        .map(mentions),
      asked.roles.length === 0 ? undefined : inArray(person.role, asked.roles),
    );
    const shown = and(found, asked.statuses.length === 0 ? undefined : inArray(status, asked.statuses));
    const rows = await tx
      .select()
      .from(person)
      .where(shown)
      .orderBy(...orderOf(asked))
      .limit(asked.pageSize)
      .offset((asked.page - 1) * asked.pageSize);
    const counts = await tx.select({ status, count: count() }).from(person).where(found).groupBy(sql`1`);
    const countOf = (wanted: UserStatus) => counts.find((row) => row.status === wanted)?.count ?? 0;
    const wanted = USER_STATUSES.filter((one) => asked.statuses.length === 0 || asked.statuses.includes(one));
    return {
      total: wanted.reduce((sum, one) => sum + countOf(one), 0),
      users: rows.map((row) => userRowOf(row, times)),
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
  const pattern = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
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
