import { and, asc, count, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import { idOf } from '#platform/ids.ts';
import { likePattern } from '#platform/like-pattern.ts';
import { operation } from '#platform/operation.server.ts';
import { countedPageOf, InstantText, offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { CUSTOMER_SORT_KEYS, CUSTOMER_STATUSES } from './list-filters.ts';

export const listCustomers = operation({
  name: 'provider.listCustomers',
  description: 'Lists the customers with how much there is to look after: people, subscriptions, seats, open orders.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    search: SearchText.describe(
      "Words of the name, the city, the VAT number, a person's name, login or e-mail, or a Microsoft domain.",
    ),
    statuses: z.array(z.enum(CUSTOMER_STATUSES)).default([]).describe('Any of these; all when empty.'),
    sort: z.enum(CUSTOMER_SORT_KEYS).default('name').describe('Column to sort by.'),
    descending: z.boolean().default(false).describe('Whether the greatest comes first.'),
  }),
  output: countedPageOf(
    z.object({
      id: idOf('account').describe('The customer account.'),
      name: z.string().describe('Company name.'),
      city: z.string().nullable().describe('City.'),
      province: z.string().nullable().describe('Province.'),
      vatNumber: z.string().nullable().describe('VAT number.'),
      status: z.enum(CUSTOMER_STATUSES).describe('Whether the account is active or closed.'),
      personCount: z.number().int().describe('Users of the account.'),
      subscriptionCount: z.number().int().describe('Subscriptions that run or are suspended.'),
      seatCount: z.number().int().describe('Seats of these subscriptions.'),
      openOrderCount: z.number().int().describe('Orders that wait for approval, run or are stuck.'),
      createdAt: InstantText.describe('When the customer was created.'),
    }),
  ),
  async run({ tx }, query) {
    const words = query.search.split(/\s+/).filter((word) => word !== '');
    const where = and(
      eq(account.kind, 'customer'),
      query.statuses.length === 0 ? undefined : inArray(account.status, query.statuses),
      ...words.map(mentions),
    );
    const direction = query.descending ? desc : asc;
    const sorted = query.sort === 'name' ? sql`lower(${account.name})` : account.createdAt;
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
      .limit(query.pageSize)
      .offset(offsetOf(query));
    const found = tx
      .select({ id: account.id })
      .from(account)
      .where(where)
      .limit(COUNTED_MAX + 1)
      .as('found');
    const [all] = await tx.select({ count: count() }).from(found);
    return {
      total: all?.count ?? 0,
      items: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});

const isHeld = sql`account_id = ${account.id} and status in ('active', 'suspended')`;

function counted(query: SQL): SQL<number> {
  return sql<number>`coalesce((${query}), 0)::int`;
}

function mentions(word: string): SQL | undefined {
  const pattern = likePattern(word);
  return or(
    ilike(account.name, pattern),
    ilike(account.city, pattern),
    ilike(account.vatNumber, pattern),
    sql`exists (select from person where person.account_id = ${account.id} and person.removed_at is null
      and (person.first_name || ' ' || person.last_name || ' ' || coalesce(person.login, '') || ' ' || person.email) ilike ${pattern})`,
    sql`exists (select from tenant where tenant.account_id = ${account.id} and tenant.domain ilike ${pattern})`,
  );
}
