import { and, asc, count, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';
import { CUSTOMER_SORT_KEYS, CUSTOMER_STATUSES } from './list-choices.ts';

/** The customers, by name: who they are and how much there is to look after. */
export const listCustomers = operation({
  name: 'provider.listCustomers',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    /** Words of the name, the city, the partita IVA, a person's name, login or e-mail, or a Microsoft domain. */
    search: z.string().trim().max(200).default(''),
    /** Any of these; all when empty. */
    statuses: z.array(z.enum(CUSTOMER_STATUSES)).default([]),
    sortKey: z.enum(CUSTOMER_SORT_KEYS).default('name'),
    descending: z.boolean().default(false),
  }),
  output: z.object({
    total: z.number().int(),
    customers: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        city: z.string().nullable(),
        province: z.string().nullable(),
        vatNumber: z.string().nullable(),
        status: z.enum(CUSTOMER_STATUSES),
        personCount: z.number().int(),
        subscriptionCount: z.number().int(),
        seatCount: z.number().int(),
        openOrderCount: z.number().int(),
        createdAt: InstantText,
      }),
    ),
  }),
  async run({ tx }, asked) {
    const words = asked.search.split(/\s+/).filter((word) => word !== '');
    const where = and(
      eq(account.kind, 'customer'),
      asked.statuses.length === 0 ? undefined : inArray(account.status, asked.statuses),
      ...words.map(mentions),
    );
    const direction = asked.descending ? desc : asc;
    const sorted = asked.sortKey === 'name' ? sql`lower(${account.name})` : account.createdAt;
    const rows = await tx
      .select({
        id: account.id,
        name: account.name,
        city: account.city,
        province: account.province,
        vatNumber: account.vatNumber,
        status: account.status,
        createdAt: account.createdAt,
        personCount: counted(sql`select count(*) from person where account_id = ${account.id} and removed_at is null`),
        subscriptionCount: counted(sql`select count(*) from subscription where ${isHeld}`),
        seatCount: counted(sql`select sum(seat_count) from subscription where ${isHeld}`),
        openOrderCount: counted(
          sql`select count(*) from customer_order where account_id = ${account.id} and status in ('awaitingApproval', 'running', 'stuck')`,
        ),
      })
      .from(account)
      .where(where)
      .orderBy(direction(sorted), asc(account.id))
      .limit(asked.pageSize)
      .offset((asked.page - 1) * asked.pageSize);
    const [all] = await tx.select({ count: count() }).from(account).where(where);
    return {
      total: all?.count ?? 0,
      customers: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});

const isHeld = sql`account_id = ${account.id} and status in ('active', 'suspended')`;

function counted(query: SQL): SQL<number> {
  return sql<number>`coalesce((${query}), 0)::int`;
}

function mentions(word: string): SQL | undefined {
  const pattern = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(
    ilike(account.name, pattern),
    ilike(account.city, pattern),
    ilike(account.vatNumber, pattern),
    sql`exists (select from person where person.account_id = ${account.id} and person.removed_at is null
      and (person.first_name || ' ' || person.last_name || ' ' || coalesce(person.login, '') || ' ' || person.email) ilike ${pattern})`,
    sql`exists (select from tenant where tenant.account_id = ${account.id} and tenant.domain ilike ${pattern})`,
  );
}
