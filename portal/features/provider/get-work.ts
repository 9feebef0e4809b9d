import { and, desc, eq, gte, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { customerOrder, FAILURE_CODES, failureCode, Meaning, meaningOf } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { mail } from '#platform/tables.ts';
import { InstantText } from '#platform/wire.ts';
import { countUpToMax } from './count-up-to-max.ts';

const SHOWN_MAX = 10;
/** A failed order is listed for so long; after that the list of orders has it. */
const FAILED_ORDERS_SHOWN_FOR = Temporal.Duration.from({ hours: 14 * 24 });

export const getWork = operation({
  name: 'provider.getWork',
  description:
    'Returns what waits for the provider beside orders: e-mails that could not be sent, orders that failed lately, ' +
    'subscriptions whose vendor shows something else than was chosen, and the number of customers.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({}),
  output: z.object({
    customerCount: z
      .number()
      .int()
      .describe(`Customers, closed ones included; ${COUNTED_MAX + 1} where there are more than ${COUNTED_MAX}.`),
    failedMails: z
      .object({
        total: z
          .number()
          .int()
          .describe(`E-mails that could not be sent; ${COUNTED_MAX + 1} where there are more than ${COUNTED_MAX}.`),
        mails: z
          .array(
            z.object({
              id: idOf('mail').describe('The e-mail.'),
              recipient: z.string().describe('Address that it was for.'),
              subject: z.string().describe('Its subject.'),
              failure: z.string().nullable().describe('Answer of the mail server at the last attempt.'),
              createdAt: InstantText.describe('When it was written.'),
            }),
          )
          .describe('Up to ten of them, the newest first.'),
      })
      .describe('E-mails that could not be sent.'),
    failedOrders: z
      .array(
        z.object({
          id: idOf('order').describe('The order.'),
          number: z.string().describe('Its number, as people quote it.'),
          accountName: z.string().describe('Name of the customer.'),
          failureCode: z.enum(FAILURE_CODES).nullable().describe('Why it failed.'),
          meaning: Meaning.nullable().describe("Meaning of the vendor's answer, by language; null where none came."),
          finishedAt: InstantText.nullable().describe('When it failed.'),
        }),
      )
      .describe('Up to ten orders that failed in the last 14 days, the newest first.'),
    differences: z
      .array(
        z.object({
          subscriptionId: idOf('subscription').describe('The subscription.'),
          name: z.string().describe('Its name.'),
          accountId: z.string().describe('The customer.'),
          accountName: z.string().describe('Name of the customer.'),
          fields: z
            .array(
              z.object({
                field: z.string().describe('What differs.'),
                requested: z.string().describe('As it was chosen.'),
                found: z.string().describe('As the vendor shows it.'),
              }),
            )
            .describe('What differs.'),
          readAt: InstantText.describe('When the vendor was read last.'),
        }),
      )
      .describe('Up to ten subscriptions whose vendor shows something else than was chosen, the latest read first.'),
  }),
  async run({ tx, clock, services }) {
    const customers = tx.select({ id: account.id }).from(account).where(eq(account.kind, 'customer'));
    const isFailed = eq(mail.status, 'failed');
    // Without a column: the index of the failed ones answers alone.
    const failed = tx
      .select({ one: sql`1`.as('one') })
      .from(mail)
      .where(isFailed);
    const mails = await tx
      .select({
        id: mail.id,
        recipient: mail.recipient,
        subject: mail.subject,
        failure: mail.failure,
        createdAt: mail.createdAt,
      })
      .from(mail)
      .where(isFailed)
      .orderBy(desc(mail.createdAt), desc(mail.id))
      .limit(SHOWN_MAX);
    const failedOrders = await tx
      .select({
        id: customerOrder.id,
        number: customerOrder.number,
        accountName: account.name,
        failureCode: customerOrder.failureCode,
        failureFacts: customerOrder.failureFacts,
        vendor: customerOrder.vendor,
        finishedAt: customerOrder.finishedAt,
      })
      .from(customerOrder)
      .innerJoin(account, eq(account.id, customerOrder.accountId))
      .where(
        and(
          eq(customerOrder.status, 'failed'),
          gte(customerOrder.finishedAt, clock.now().subtract(FAILED_ORDERS_SHOWN_FOR)),
        ),
      )
      .orderBy(desc(customerOrder.finishedAt), desc(customerOrder.id))
      .limit(SHOWN_MAX);
    const differing = await tx
      .select({ row: subscription, accountName: account.name })
      .from(subscription)
      .innerJoin(account, eq(account.id, subscription.accountId))
      .where(isNotNull(subscription.differences))
      .orderBy(desc(subscription.readAt), desc(subscription.id))
      .limit(SHOWN_MAX);
    return {
      customerCount: await countUpToMax(tx, customers),
      failedMails: {
        total: await countUpToMax(tx, failed),
        mails: mails.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
      },
      failedOrders: failedOrders.map(({ failureFacts, vendor, ...order }) => ({
        ...order,
        meaning: meaningOf(failureFacts, services.vendors[vendor]),
        failureCode: order.failureCode === null ? null : failureCode(order.failureCode),
        finishedAt: order.finishedAt?.toString() ?? null,
      })),
      differences: differing.map(({ row, accountName }) => ({
        subscriptionId: row.id,
        name: row.name,
        accountId: row.accountId,
        accountName,
        fields: [...(row.differences ?? [])],
        readAt: row.readAt.toString(),
      })),
    };
  },
});
