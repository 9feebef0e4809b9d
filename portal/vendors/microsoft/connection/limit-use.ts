import { and, desc, eq, max, sql, sum } from 'drizzle-orm';
import { z } from 'zod';
import type { LimitUse } from '#features/connections/connections.ts';
import type { Tx } from '#platform/database.server.ts';
import { requestUsage } from '#platform/tables.ts';
import { limiterName, REQUESTS_PER_MINUTE } from '../shared-limiter.ts';

const Minute = z.object({ used: z.coerce.number() });
/** The hour as ISO text, so that both databases give the same. */
const HOUR = sql<string>`to_char(${requestUsage.minute} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"')`;

/** The requests that all processes leased, on the database's time, which is the limiter's. */
export async function readLimitUse(tx: Tx, partnerTenantId: string): Promise<LimitUse> {
  const name = limiterName(partnerTenantId);
  const { rows } = (await tx.execute(sql`
    select coalesce(sum(permits), 0) as used from request_lease
    where limiter = ${name} and leased_at > clock_timestamp() - interval '1 minute'`)) as unknown as {
    rows: unknown[];
  };
  const hours = await tx
    .select({ startsAt: HOUR, requests: sum(requestUsage.permits), busiestMinute: max(requestUsage.permits) })
    .from(requestUsage)
    .where(and(eq(requestUsage.limiter, name), sql`${requestUsage.minute} > clock_timestamp() - interval '24 hours'`))
    .groupBy(HOUR)
    .orderBy(desc(HOUR));
  return {
    perMinute: REQUESTS_PER_MINUTE,
    usedNow: Minute.parse(rows[0]).used,
    hours: hours.map(({ startsAt, requests, busiestMinute }) => ({
      startsAt: Temporal.Instant.from(startsAt),
      requests: Number(requests ?? 0),
      busiestMinute: busiestMinute ?? 0,
    })),
  };
}
