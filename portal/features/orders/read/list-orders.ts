import { and, asc, count, desc, eq, exists, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest } from '#platform/wire.ts';
import { OPEN_STATUSES } from '../rules.ts';
import { customerOrder, orderLine } from '../tables.ts';
import { OrderSummary, orderSummary } from './order-output.ts';

/** Groups of statuses that a list is narrowed to. `open` are under way; `attention` wait for the provider. */
export const STANDINGS = ['open', 'attention', 'done', 'failed', 'cancelled'] as const;
export const ORDER_SORT_KEYS = ['placedAt', 'number', 'todayGross'] as const;

/** Which orders are looked for. */
export const OrderQuery = PageRequest.extend({
  search: z.string().trim().max(200).default(''),
  /** Any of these; all when empty. */
  standings: z.array(z.enum(STANDINGS)).default([]),
  sortKey: z.enum(ORDER_SORT_KEYS).default('placedAt'),
  descending: z.boolean().default(true),
});

/** The account's orders, the newest first. */
export const listOrders = operation({
  name: 'orders.listOrders',
  kind: 'read',
  permission: 'orders.read',
  input: OrderQuery,
  output: z.object({ orders: z.array(OrderSummary), total: z.number().int() }),
  async run({ tx }, query) {
    const { rows, total } = await findOrders(tx, query, []);
    return { orders: rows.map(({ order, name, lineCount }) => orderSummary(order, { name, lineCount })), total };
  },
});

/** Orders of all customers, or of one. */
export const listAllOrders = operation({
  name: 'orders.listAllOrders',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: OrderQuery.extend({ accountId: idOf('account').optional() }),
  output: z.object({
    orders: z.array(OrderSummary.extend({ accountId: z.string(), accountName: z.string() })),
    total: z.number().int(),
    /** Of all customers: stuck, or waiting for approval or for the provider's hand. */
    attentionCount: z.number().int(),
  }),
  async run({ tx }, { accountId, ...query }) {
    const ofAccount = accountId === undefined ? [] : [eq(customerOrder.accountId, accountId)];
    const { rows, total } = await findOrders(tx, query, ofAccount);
    const [attention] = await tx.select({ count: count() }).from(customerOrder).where(standingCondition('attention'));
    return {
      orders: rows.map(({ order, accountName, name, lineCount }) => ({
        ...orderSummary(order, { name, lineCount }),
        accountId: order.accountId,
        accountName,
      })),
      total,
      attentionCount: attention?.count ?? 0,
    };
  },
});

async function findOrders(tx: Tx, query: z.output<typeof OrderQuery>, conditions: readonly SQL[]) {
  const where = and(...conditions, or(...query.standings.map(standingCondition)), textCondition(tx, query.search));
  const column = customerOrder[query.sortKey];
  const order = query.descending ? desc(column) : asc(column);
  const rows = await tx
    .select({
      order: customerOrder,
      accountName: account.name,
      name: sql<string>`coalesce((select name from order_line where order_line.order_id = ${customerOrder.id} order by position limit 1), '')`,
      lineCount: sql<number>`(select count(*)::int from order_line where order_line.order_id = ${customerOrder.id})`,
    })
    .from(customerOrder)
    .innerJoin(account, eq(account.id, customerOrder.accountId))
    .where(where)
    .orderBy(order, customerOrder.id)
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize);
  const [all] = await tx.select({ count: count() }).from(customerOrder).where(where);
  return { rows, total: all?.count ?? 0 };
}

function standingCondition(standing: (typeof STANDINGS)[number]): SQL | undefined {
  switch (standing) {
    case 'open':
      return inArray(customerOrder.status, [...OPEN_STATUSES]);
    case 'attention':
      return or(
        inArray(customerOrder.status, ['awaitingApproval', 'stuck']),
        sql`${customerOrder.id} in (select order_id from order_step where status = 'running' and waiting_on = 'provider')`,
      );
    default:
      return eq(customerOrder.status, standing);
  }
}

/** Number, own reference, who ordered, or what. */
function textCondition(tx: Tx, text: string): SQL | undefined {
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
