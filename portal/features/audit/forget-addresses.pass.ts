import { and, asc, inArray, isNotNull, lt } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import { auditRecord } from '#platform/tables.ts';

/** Records of one transaction. */
const ROWS_AT_A_TIME = 5_000;

/** Forgets from which addresses requests came, after their time. The records themselves are kept for ever. */
export const forgetAddresses: Pass = {
  name: 'audit.forgetAddresses',
  everySeconds: 3600,
  async run(pass) {
    const before = pass.clock.now().subtract(pass.services.retention.auditAddresses);
    while (!pass.signal.aborted) {
      const count = await pass.inTransaction(({ tx }) => forgetSome(tx, before));
      pass.countRows('done', count);
      if (count < ROWS_AT_A_TIME) return;
    }
  },
};

async function forgetSome(tx: Tx, before: Temporal.Instant): Promise<number> {
  const old = tx
    .select({ id: auditRecord.id })
    .from(auditRecord)
    .where(and(isNotNull(auditRecord.address), lt(auditRecord.createdAt, before)))
    .orderBy(asc(auditRecord.createdAt))
    .limit(ROWS_AT_A_TIME);
  const { rowCount } = await tx.update(auditRecord).set({ address: null }).where(inArray(auditRecord.id, old));
  return rowCount ?? 0;
}
