import { sql } from 'drizzle-orm';
import type { Database } from './database.server.ts';

/**
 * Makes the index that keeps at most one waiting job of a key. The policies of the queue do not say this: `short`
 * counts no job that waits for another attempt, `exclusive` refuses a job while one of its key runs. Jobs that an
 * earlier version has queued twice are closed.
 */
export async function keepOneWaitingByKey(database: Database): Promise<void> {
  await database.transaction({ kind: 'system' }, async (tx) => {
    const { rows } = await tx.execute<{ exists: boolean }>(
      sql`select to_regclass('pgboss.job_one_waiting_by_key') is not null as exists`,
    );
    if (rows[0]?.exists === true) return;
    // The tables of the queue belong to it, not to the roles of scopes.
    await tx.execute(sql`set local role portal_app`);
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('pgboss.job_one_waiting_by_key'))`);
    await tx.execute(sql`lock table pgboss.job_common in share row exclusive mode`);
    await tx.execute(sql`
      with waiting as (
        select id, row_number() over (partition by singleton_key order by start_after, id) as place
        from pgboss.job_common where state < 'active' and singleton_key is not null
      )
      update pgboss.job_common as job set state = 'completed', completed_on = now()
      from waiting where job.id = waiting.id and place > 1`);
    await tx.execute(sql`
      create unique index if not exists job_one_waiting_by_key on pgboss.job_common (singleton_key)
      where state < 'active' and singleton_key is not null`);
  });
}
