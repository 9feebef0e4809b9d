import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { charge } from '#features/billing/billing.ts';
import { concernsSubscription, listOrderHeadlines, OrderSummary } from '#features/orders/orders.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { SentenceFacts } from './subscription-wire.ts';
import { type SubscriptionRow, subscriptionEvent } from './tables.ts';

const ROWS_MAX = 50;

export const EventOfSubscription = z.object({
  kind: z.string().describe('Kind of the event, such as `seatsChanged`, `renewed` or `cancelled`; more may come.'),
  facts: SentenceFacts,
  happenedAt: InstantText.describe('Instant at which the portal learnt of it.'),
});

export const OrderOfSubscription = OrderSummary.pick({ number: true, kind: true, status: true, placedAt: true }).extend(
  {
    orderId: idOf('order').describe('Id of the order.'),
  },
);

export const ChargeOfSubscription = z.object({
  chargeId: idOf('charge').describe('Id of the charge.'),
  code: z.string().describe('Cause of the charge: `purchase`, `seatsAdded`, `seatsRemoved`, `cancelled` …'),
  seatCount: z.number().int().describe('Licences charged or refunded.'),
  cycle: z
    .object({
      startsOn: DateText.describe('First day of the cycle.'),
      endsBefore: DateText.describe('First day after the cycle.'),
    })
    .describe('Charge cycle that it belongs to.'),
  net: MoneyWire.describe('Net amount; negative for a refund.'),
  chargedOn: DateText.describe('Day of the charge.'),
  orderId: idOf('order').nullable().describe('Id of the order that caused it; null for a cycle that began by itself.'),
});

export async function listEvents(tx: Tx, subscriptionId: SubscriptionRow['id']) {
  const events = await tx
    .select()
    .from(subscriptionEvent)
    .where(eq(subscriptionEvent.subscriptionId, subscriptionId))
    .orderBy(desc(subscriptionEvent.happenedAt), desc(subscriptionEvent.id))
    .limit(ROWS_MAX);
  return events.map(({ kind, facts, happenedAt }) => ({ kind, facts, happenedAt: happenedAt.toString() }));
}

/** The order that bought it, and those that changed it. */
export function listOrdersOf(tx: Tx, row: SubscriptionRow) {
  return listOrderHeadlines(tx, concernsSubscription(tx, row.id), ROWS_MAX);
}

export async function listCharges(tx: Tx, subscriptionId: SubscriptionRow['id']) {
  const charges = await tx
    .select()
    .from(charge)
    .where(eq(charge.subscriptionId, subscriptionId))
    .orderBy(desc(charge.createdAt), desc(charge.id))
    .limit(ROWS_MAX);
  return charges.map((row) => ({
    chargeId: row.id,
    code: row.code,
    seatCount: row.seatCount,
    cycle: { startsOn: row.cycleStartsOn.toString(), endsBefore: row.cycleEndsBefore.toString() },
    net: moneyWire({ amount: row.net, currency: row.currency }),
    chargedOn: row.chargedOn.toString(),
    orderId: row.orderId,
  }));
}
