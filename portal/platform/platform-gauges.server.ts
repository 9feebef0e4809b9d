import { sql } from 'drizzle-orm';
import type { Tx } from './database.server.ts';
import type { DatabaseGauge, GaugeValue } from './database-gauges.server.ts';

/** Jobs, mails, and the shared limit of requests. */
export const platformGauges: readonly DatabaseGauge[] = [
  {
    name: 'jobs_count',
    help: 'Jobs by name and state: waiting (due or later), running, failed (in the last seven days).',
    labelNames: ['job', 'state'],
    read: ({ tx }) =>
      valuesIn(
        tx,
        sql`
          select data->>'job' as job, count(*)::int as value,
            case state when 'active' then 'running' when 'failed' then 'failed' else 'waiting' end as state
          from pgboss.job where state in ('created', 'retry', 'active', 'failed') group by 1, 3`,
      ),
  },
  {
    name: 'jobs_oldest_due_seconds',
    help: 'For how long the oldest job of a name has been due without a worker.',
    labelNames: ['job'],
    read: ({ tx }) =>
      valuesIn(
        tx,
        sql`
          select data->>'job' as job, extract(epoch from now() - min(start_after))::float as value
          from pgboss.job where state < 'active' and start_after <= now() group by 1`,
      ),
  },
  {
    name: 'mails_count',
    help: 'Mails of the last seven days by status: waiting, kept, sent, failed.',
    labelNames: ['status'],
    read: ({ tx, clock }) =>
      valuesIn(
        tx,
        sql`
          select status, count(*)::int as value from mail
          where created_at > ${clock
            .now()
            .subtract({ hours: 7 * 24 })
            .toString()}::timestamptz group by 1`,
      ),
  },
  {
    name: 'partner_center_leased_requests',
    help: 'Requests to Partner Center that processes have leased in the last minute; Microsoft takes 500.',
    labelNames: [],
    read: ({ tx }) =>
      valuesIn(
        tx,
        sql`
          select coalesce(sum(permits), 0)::int as value from request_lease
          where leased_at > now() - interval '1 minute'`,
      ),
  },
];

/** The rows of a query: the column `value`, and each other column as a label. */
async function valuesIn(tx: Tx, query: ReturnType<typeof sql>): Promise<GaugeValue[]> {
  const { rows } = await tx.execute<{ value: number } & Record<string, string>>(query);
  return rows.map(({ value, ...labels }) => ({ labels: labels as Record<string, string>, value: Number(value) }));
}
