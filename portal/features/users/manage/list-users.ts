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
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { likePattern } from '#platform/like-pattern.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import type { PersonRole as Role } from '#platform/permissions.ts';
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
    serviceIds: z
      .array(idOf('service'))
      .max(200)
      .default([])
      .describe('Services to show, users who hold any of them; none: every user.'),
    sort: z
      .enum(['name', 'login', 'createdAt'])
      .default('name')
      .describe('Order of the rows: last and first name, login name, or time of creation.'),
    descending: z.boolean().default(false).describe('Reverses the order.'),
  }),
  output: pageOf(UserRow).extend({
    countByStatus: z
      .record(z.enum(USER_STATUSES), z.number().int())
      .describe('Number of users of each status, among those that the other filters leave over.'),
    countByRole: z
      .partialRecord(PersonRole, z.number().int())
      .describe('Number of users who hold each role, among those that the other filters leave over.'),
    services: z
      .array(
        z.object({
          serviceId: z.string().describe('Id of the service.'),
          name: z.string().describe('Its name.'),
          userCount: z.number().int().describe('Number of users who hold it, whatever the filters.'),
        }),
      )
      .describe('The services of the account by name.'),
  }),
  async run(context, request) {
    const { tx, clock, services } = context;
    const times = { clockNow: clock.now(), machineNow: services.machineClock.now() };
    const { statuses, roles } = request;
    const status = statusInSql(times.machineNow);
    const found = searched(context, request);
    const withRoles = roles.length === 0 ? undefined : arrayOverlaps(person.roles, roles);
    const withStatus = statuses.length === 0 ? undefined : inArray(status, statuses);
    const rows = await tx
      .select()
      .from(person)
      .where(and(found, withRoles, withStatus))
      .orderBy(...orderOf(request))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const counts = await tx
      .select({ status, count: count() })
      .from(person)
      .where(and(found, withRoles))
      .groupBy(sql`1`);
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
      countByRole: await countByRole(tx, and(found, withStatus)),
      services: (await services.heldServices.list(context, null)).map(({ serviceId, name, assignedCount }) => ({
        ...{ serviceId, name },
        userCount: assignedCount,
      })),
    };
  },
});

type Searched = Readonly<{ search: string; serviceIds: readonly Id<'service'>[] }>;

/** The people of the account who match the words and hold one of the services. */
function searched({ accountId, services }: OperationContext, { search, serviceIds }: Searched): SQL | undefined {
  return and(
    eq(person.accountId, accountId),
    isNull(person.removedAt),
    ...search
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(mentions),
    serviceIds.length === 0 ? undefined : services.heldServices.holdsAny(person.id, serviceIds),
  );
}

async function countByRole(tx: Tx, condition: SQL | undefined): Promise<Partial<Record<Role, number>>> {
  const role = sql<Role>`unnest(${person.roles})`;
  const rows = await tx.select({ role, count: count() }).from(person).where(condition).groupBy(sql`1`);
  return Object.fromEntries(rows.map((row) => [row.role, row.count]));
}

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
