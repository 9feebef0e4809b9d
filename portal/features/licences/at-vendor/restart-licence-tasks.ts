import { and, eq, inArray, ne } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { type VendorTaskRow, vendorTask } from '../tables.ts';
import { NO_FAILURE } from './task-failures.ts';
import { startTask } from './task-job.ts';

type Of = Pick<VendorTaskRow, 'personId' | 'tenantId' | 'accountId'>;

/** The failures that an account, or another address of it, can remove. */
const BY_ACCOUNT = ['userNotFound', 'usageLocationMissing'];

/** Tries again what failed for a person because the vendor did not know them. */
export async function restartLicenceTasks(
  { tx, jobs }: OperationContext,
  { personId, tenantId, accountId }: Of,
): Promise<void> {
  const restarted = await tx
    .update(vendorTask)
    .set({ ...NO_FAILURE, status: 'waiting', requestId: crypto.randomUUID(), attemptCount: 0, finishedAt: null })
    .where(
      and(
        eq(vendorTask.personId, personId),
        eq(vendorTask.tenantId, tenantId),
        ne(vendorTask.kind, 'user'),
        eq(vendorTask.status, 'failed'),
        inArray(vendorTask.failureCode, BY_ACCOUNT),
      ),
    )
    .returning({ id: vendorTask.id });
  for (const { id: taskId } of restarted) await startTask(jobs, { accountId, taskId });
}
