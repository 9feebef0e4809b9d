import { and, eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { vendorTask } from '../tables.ts';

/**
 * The account is being made at the vendor: its address and password stay until that is over.
 *
 * @throws Refusal `licences.userTaskRuns`
 */
export async function refuseRunningUserTask(
  tx: Tx,
  { personId, tenantId }: Readonly<{ personId: PersonId; tenantId: Id<'tenant'> }>,
): Promise<void> {
  const [running] = await tx
    .select({ id: vendorTask.id })
    .from(vendorTask)
    .where(
      and(
        eq(vendorTask.personId, personId),
        eq(vendorTask.tenantId, tenantId),
        eq(vendorTask.kind, 'user'),
        eq(vendorTask.status, 'waiting'),
      ),
    );
  if (running !== undefined) throw new Refusal('licences.userTaskRuns');
}
