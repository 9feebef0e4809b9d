import { and, count, desc, eq, exists, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest } from '#platform/wire.ts';
import { OrderSummary, orderSummary } from './order-output.ts';
import { orderLine, orders } from './tables.ts';

/** Which orders are looked for. `open` are those under way or waiting for somebody. */
export const OrderQuery = PageRequest.extend({
  text: z.string().trim().max(200).default(''),
  status: z.enum(['all', 'open', 'attention', 'done', 'failed', 'cancelled']).default('all'),
  sort: z.enum(['newest', 'oldest', 'dearest']).default('newest'),
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

/** Orders of all customers, or of one; those that need the provider first when asked for `attention`. */
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
    const ofAccount = accountId === undefined ? [] : [eq(orders.accountId, accountId)];
    const { rows, total } = await findOrders(tx, query, ofAccount);
    const [attention] = await tx.select({ count: count() }).from(orders).where(statusCondition('attention'));
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
  const where = and(...conditions, statusCondition(query.status), textCondition(tx, query.text));
  const order = { newest: desc(orders.placedAt), oldest: orders.placedAt, dearest: desc(orders.todayGross) }[
    query.sort
  ];
  const rows = await tx
    .select({
      order: orders,
      accountName: account.name,
      name: sql<string>`coalesce((select name from order_line where order_line.order_id = ${orders.id} order by position limit 1), '')`,
      lineCount: sql<number>`(select count(*)::int from order_line where order_line.order_id = ${orders.id})`,
    })
    .from(orders)
    .innerJoin(account, eq(account.id, orders.accountId))
    .where(where)
    .orderBy(order, orders.id)
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize);
  const [all] = await tx.select({ count: count() }).from(orders).where(where);
  return { rows, total: all?.count ?? 0 };
}

function statusCondition(status: z.output<typeof OrderQuery>['status']): SQL | undefined {
  switch (status) {
    case 'all':
      return undefined;
    case 'open':
      return inArray(orders.status, ['awaitingApproval', 'running', 'stuck']);
    case 'attention':
      return or(
        inArray(orders.status, ['awaitingApproval', 'stuck']),
        sql`exists (select from order_step where order_step.order_id = ${orders.id} and order_step.status = 'running' and order_step.waiting_on = 'provider')`,
      );
    default:
      return eq(orders.status, status);
  }
}

/** Number, own reference, who ordered, or what. */
function textCondition(tx: Tx, text: string): SQL | undefined {
  if (text === '') return undefined;
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    ilike(orders.number, pattern),
    ilike(orders.ownReference, pattern),
    ilike(orders.personName, pattern),
    exists(
      tx
        .select({ one: sql`1` })
        .from(orderLine)
        .where(and(eq(orderLine.orderId, orders.id), ilike(orderLine.name, pattern))),
    ),
  );
}
