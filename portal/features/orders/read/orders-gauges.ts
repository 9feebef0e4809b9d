import { inArray, sql } from 'drizzle-orm';
import type { DatabaseGauge } from '#platform/database-gauges.server.ts';
import { OPEN_STATUSES } from '../rules.ts';
import { customerOrder } from '../tables.ts';

/** Open orders for the monitoring of the portal. */
export const ordersGauges: readonly DatabaseGauge[] = [
  {
    name: 'orders_open_count',
    help: 'Orders that are not finished, by status and age (hour: up to an hour; day, week, older).',
    labelNames: ['status', 'age'],
    async read({ tx, clock }) {
      const age = sql<string>`case
        when ${customerOrder.placedAt} > ${hoursAgo(clock.now(), 1)} then 'hour'
        when ${customerOrder.placedAt} > ${hoursAgo(clock.now(), 24)} then 'day'
        when ${customerOrder.placedAt} > ${hoursAgo(clock.now(), 7 * 24)} then 'week'
        else 'older' end`;
      const rows = await tx
        .select({ status: customerOrder.status, age, value: sql<number>`count(*)::int` })
        .from(customerOrder)
        .where(inArray(customerOrder.status, [...OPEN_STATUSES]))
        .groupBy(customerOrder.status, sql`2`);
      return rows.map(({ value, ...labels }) => ({ labels, value }));
    },
  },
  {
    name: 'orders_open_oldest_seconds',
    help: 'Age of the oldest order that is not finished, by status.',
    labelNames: ['status'],
    async read({ tx, clock }) {
      const rows = await tx
        .select({ status: customerOrder.status, placedAt: sql<string>`min(${customerOrder.placedAt})::text` })
        .from(customerOrder)
        .where(inArray(customerOrder.status, [...OPEN_STATUSES]))
        .groupBy(customerOrder.status);
      const now = clock.now();
      return rows.map(({ status, placedAt }) => ({
        labels: { status },
        value: now.since(Temporal.Instant.from(placedAt.replace(' ', 'T'))).total('seconds'),
      }));
    },
  },
];

function hoursAgo(now: Temporal.Instant, hours: number) {
  return sql`${now.subtract({ hours }).toString()}::timestamptz`;
}
