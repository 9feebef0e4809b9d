import { and, asc, count, desc, eq, exists, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import type { Tx } from '#platform/database.server.ts';
import { offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { OPEN_STATUSES } from '../rules.ts';
import { customerOrder, orderLine } from '../tables.ts';

/** Groups of statuses to filter by. `open` are in progress; `attention` wait for the provider. */
export const STATUS_GROUPS = ['open', 'attention', 'done', 'failed', 'cancelled'] as const;
export type StatusGroup = (typeof STATUS_GROUPS)[number];
export const ORDER_SORT_KEYS = ['placedAt', 'number', 'todayGross'] as const;

/** The filters of a list of orders. */
export const OrderFilters = PageRequest.extend({
  search: SearchText.describe('Text to search for in number, internal reference, person and product names.'),
  statusGroups: z
    .array(z.enum(STATUS_GROUPS))
    .default([])
    .describe(
      'Groups of statuses to include; all when empty. `open`: in progress; `attention`: stuck, or waiting for approval or ' +
        'for a manual step of the provider.',
    ),
  sort: z.enum(ORDER_SORT_KEYS).default('placedAt').describe('Field to sort by.'),
  descending: z.boolean().default(true).describe('Newest or greatest first.'),
});

/** Rows of one page with the total of all pages, counted up to `COUNTED_MAX`. */
export async function findOrders(tx: Tx, filters: z.output<typeof OrderFilters>, conditions: readonly SQL[]) {
  const where = and(...conditions, or(...filters.statusGroups.map(isInGroup)), mentions(tx, filters.search));
  const column = customerOrder[filters.sort];
  const order = [filters.descending ? desc(column) : asc(column), asc(customerOrder.id)];
  // What the page shows beside the orders is read for its rows alone.
  const page = tx
    .select({ id: customerOrder.id })
    .from(customerOrder)
    .where(where)
    .orderBy(...order)
    .limit(filters.pageSize)
    .offset(offsetOf(filters))
    .as('page');
  const firstName = sql<string>`coalesce((select name from order_line
    where order_line.order_id = ${customerOrder.id} order by position limit 1), '')`;
  const rows = await tx
    .select({
      order: customerOrder,
      accountName: account.name,
      name: firstName,
      lineCount: sql<number>`(select count(*)::int from order_line where order_line.order_id = ${customerOrder.id})`,
    })
    .from(page)
    .innerJoin(customerOrder, eq(customerOrder.id, page.id))
    .innerJoin(account, eq(account.id, customerOrder.accountId))
    .orderBy(...order);
  return { rows, total: await countOrders(tx, where) };
}

/** The orders that meet a condition, counted up to `COUNTED_MAX`; one more where there are more. */
export async function countOrders(tx: Tx, where: SQL | undefined): Promise<number> {
  const counted = tx
    .select({ id: customerOrder.id })
    .from(customerOrder)
    .where(where)
    .limit(COUNTED_MAX + 1)
    .as('counted');
  const [all] = await tx.select({ count: count() }).from(counted);
  return all?.count ?? 0;
}

export function isInGroup(group: StatusGroup): SQL | undefined {
  switch (group) {
    case 'open':
      return inArray(customerOrder.status, [...OPEN_STATUSES]);
    case 'attention':
      // Open ones all: those have an index of their own.
      return and(
        inArray(customerOrder.status, [...OPEN_STATUSES]),
        or(
          inArray(customerOrder.status, ['awaitingApproval', 'stuck']),
          sql`${customerOrder.id} in (select order_id from order_step where status = 'running' and waiting_on = 'provider')`,
        ),
      );
    default:
      return eq(customerOrder.status, group);
  }
}

/** Number, internal reference, person, or the name of a line. */
function mentions(tx: Tx, text: string): SQL | undefined {
  if (text === '') return undefined;
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    ilike(customerOrder.number, pattern),
    ilike(customerOrder.ownReference, pattern),
    ilike(customerOrder.personName, pattern),
    exists(
      tx
        .select({ one: sql`1` })
        .from(orderLine)
        .where(and(eq(orderLine.orderId, customerOrder.id), ilike(orderLine.name, pattern))),
    ),
  );
}
