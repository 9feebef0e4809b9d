import { utcDate } from '@licence-portal/nce';
import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { countAssignedSeats, readLicenceUse } from '#features/licences/licences.ts';
import { customerOrder, listOrderHeadlines, OPEN_STATUSES } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { readSpend } from './read-spend.ts';

/** Orders in progress that are shown; the list of orders has the rest. */
const RUNNING_ORDERS_MAX = 10;
/** Services whose licences are shown; the list of subscriptions has the rest. */
const SERVICES_MAX = 6;

export const getOverview = operation({
  name: 'dashboard.getOverview',
  description:
    'Returns the account at a glance: licences and what the unused ones cost, users, orders in progress, and the spend ' +
    'of the last months, of this one and of the next twelve.',
  kind: 'read',
  permission: 'dashboard.read',
  input: z.object({}),
  output: z.object({
    licences: z
      .object({
        subscriptionCount: z.number().int().describe('Subscriptions that run or are suspended.'),
        seatCount: z.number().int().describe('Their seats.'),
        assignedCount: z.number().int().describe('Seats given to people.'),
        unusedCount: z.number().int().describe('Seats of running services that nobody has.'),
        unusedPerMonth: MoneyWire.describe('Net cost of a month of these, by the prices of now.'),
        services: z
          .array(
            z.object({
              subscriptionId: idOf('subscription').describe('The subscription.'),
              serviceId: idOf('service').describe('Its service.'),
              name: z.string().describe('Its name.'),
              seatCount: z.number().int().describe('Its seats.'),
              assignedCount: z.number().int().describe('Seats given to people.'),
              unusedPerMonth: MoneyWire.describe('Net cost of a month of the seats that nobody has.'),
            }),
          )
          .describe('Up to six running services, those with the most expensive unused seats first.'),
      })
      .describe('Licences of the account.'),
    people: z
      .object({
        total: z.number().int().describe('Users, whatever their status.'),
        administratorCount: z.number().int().describe('Administrators among them.'),
        notActivatedCount: z.number().int().describe('Users who got an activation e-mail and have not followed it.'),
        disabledCount: z.number().int().describe('Users who may not sign in.'),
      })
      .describe('Users of the account.'),
    runningOrders: z
      .array(
        z.object({
          orderId: idOf('order').describe('The order.'),
          number: z.string().describe('Its number, as people quote it.'),
          kind: z.string().describe('Kind of change that was ordered.'),
          name: z.string().describe('Name of its first line.'),
          seatCount: z.number().int().describe('Licences of the first line, after the change.'),
          lineCount: z.number().int().describe('Number of lines.'),
          status: z.string().describe('Status of the order.'),
          placedAt: InstantText.describe('When it was placed.'),
        }),
      )
      .describe('Up to ten orders in progress, the newest first.'),
    spend: z
      .object({
        thisMonth: MoneyWire.describe('Net, including charges expected by the end of the month.'),
        months: z
          .array(
            z.object({
              month: z.string().describe('Month, `2026-12`.'),
              net: MoneyWire.describe('Net, forecast at the prices and seats of today.'),
            }),
          )
          .describe('The twelve months after this one.'),
        products: z.array(z.string()).describe('Up to five products with the highest spend, the highest first.'),
        columns: z
          .array(
            z.object({
              month: z.string().describe('Month, `2026-12`.'),
              net: MoneyWire.describe('Net spend of the month.'),
              parts: z.array(MoneyWire).describe('Of it, the products in their order.'),
              others: MoneyWire.describe('Of it, all other products.'),
            }),
          )
          .describe('The five months before this one, this one and the six after it.'),
      })
      .describe('Spend of the account.'),
  }),
  async run({ tx, clock, accountId }) {
    const [owner] = await tx.select({ currency: account.currency }).from(account).where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account of the caller exists');
    const spend = await readSpend(tx, { accountId, currency: owner.currency, today: utcDate(clock.now()) });
    return {
      licences: {
        ...(await countSubscriptions(tx, accountId)),
        assignedCount: await countAssignedSeats(tx),
        ...(await licenceUse(tx, accountId, owner.currency)),
      },
      people: await countPeople(tx),
      runningOrders: await listOrderHeadlines(
        tx,
        inArray(customerOrder.status, [...OPEN_STATUSES]),
        RUNNING_ORDERS_MAX,
      ),
      spend: {
        thisMonth: moneyWire(spend.thisMonth),
        months: spend.months.map(({ month, net }) => ({ month: month.toString(), net: moneyWire(net) })),
        products: [...spend.products],
        columns: spend.columns.map(({ month, net, parts, others }) => ({
          month: month.toString(),
          net: moneyWire(net),
          parts: parts.map(moneyWire),
          others: moneyWire(others),
        })),
      },
    };
  },
});

async function countSubscriptions(tx: Tx, accountId: AccountId) {
  const [counted] = await tx
    .select({ subscriptionCount: count(), seatCount: sql<number>`coalesce(sum(${subscription.seatCount}), 0)::int` })
    .from(subscription)
    .where(and(eq(subscription.accountId, accountId), inArray(subscription.status, ['active', 'suspended'])));
  return counted ?? { subscriptionCount: 0, seatCount: 0 };
}

async function licenceUse(tx: Tx, accountId: AccountId, currency: string) {
  const { rows, unusedCount, unusedPerMonth } = await readLicenceUse(tx, { accountId, currency, limit: SERVICES_MAX });
  const services = rows.map((row) => ({ ...row, unusedPerMonth: moneyWire(row.unusedPerMonth) }));
  return { unusedCount, unusedPerMonth: moneyWire(unusedPerMonth), services };
}

async function countPeople(tx: Tx) {
  const [counted] = await tx
    .select({
      total: count(),
      administratorCount: count(sql`case when 'administrator' = any(${person.roles}) then 1 end`),
      notActivatedCount: count(
        sql`case when ${person.passwordSetAt} is null and ${person.activationSentAt} is not null then 1 end`,
      ),
      disabledCount: count(person.disabledAt),
    })
    .from(person)
    .where(isNull(person.removedAt));
  return counted ?? { total: 0, administratorCount: 0, notActivatedCount: 0, disabledCount: 0 };
}
