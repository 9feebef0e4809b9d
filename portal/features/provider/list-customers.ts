import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { countedPageOf, InstantText, offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { countUpToMax } from './count-up-to-max.ts';
import { searchCustomers } from './customer-search.ts';
import { CUSTOMER_SORT_KEYS, CUSTOMER_STATUSES } from './list-filters.ts';

export const listCustomers = operation({
  name: 'provider.listCustomers',
  description: 'Lists the customers with how much there is to look after: people, subscriptions, seats, open orders.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    search: SearchText.describe(
      "Words, or their beginnings, of the name, the city, the VAT number, a person's name, login or e-mail, or a " +
        'Microsoft domain. A customer has them all.',
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
    const search = query.search === '' ? undefined : await searchCustomers(tx, query.search);
    if (search?.isPossible === false) return { items: [], total: 0 };
    const where = and(
      eq(account.kind, 'customer'),
      query.statuses.length === 0 ? undefined : inArray(account.status, query.statuses),
      search?.condition,
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
        personCount: countOf(sql`select count(*) from person where account_id = ${account.id} and removed_at is null`),
        subscriptionCount: countOf(sql`select count(*) from subscription where ${isHeld}`),
        seatCount: countOf(sql`select sum(seat_count) from subscription where ${isHeld}`),
        openOrderCount: countOf(
          sql`select count(*) from customer_order where account_id = ${account.id} and status in ('awaitingApproval', 'running', 'stuck')`,
        ),
      })
      .from(account)
      .where(where)
      .orderBy(direction(sorted), asc(account.id))
      .limit(query.pageSize)
      .offset(offsetOf(query));
    return {
      total: await countUpToMax(tx, tx.select({ id: account.id }).from(account).where(where)),
      items: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});

const isHeld = sql`account_id = ${account.id} and status in ('active', 'suspended')`;

function countOf(query: SQL): SQL<number> {
  return sql<number>`coalesce((${query}), 0)::int`;
}
