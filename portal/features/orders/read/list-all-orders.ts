import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { countedPageOf } from '#platform/wire.ts';
import { customerOrder } from '../tables.ts';
import { countOrders, findOrders, isInGroup, OrderFilters } from './find-orders.ts';
import { OrderSummary, orderSummary } from './order-output.ts';

export const listAllOrders = operation({
  name: 'orders.listAllOrders',
  description: 'Lists the orders of all customers, or of one, the newest first.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: OrderFilters.extend({
    accountId: idOf('account').optional().describe('Only the orders of this account.'),
  }),
  output: countedPageOf(
    OrderSummary.extend({
      accountId: z.string().describe('Id of the customer account.'),
      accountName: z.string().describe('Name of the customer.'),
    }),
  ).extend({
    attentionCount: z
      .number()
      .int()
      .describe('Orders of all customers that are stuck, or wait for approval or for a manual step.'),
  }),
  async run({ tx }, { accountId, ...filters }) {
    const ofAccount = accountId === undefined ? [] : [eq(customerOrder.accountId, accountId)];
    const { rows, total } = await findOrders(tx, filters, ofAccount);
    return {
      items: rows.map(({ order, accountName, name, lineCount }) => ({
        ...orderSummary(order, { name, lineCount }),
        accountId: order.accountId,
        accountName,
      })),
      total,
      attentionCount: await countOrders(tx, isInGroup('attention')),
    };
  },
});
