import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { vendorTask } from '../tables.ts';
import { NO_FAILURE } from './task-failures.ts';
import { startTask } from './task-job.ts';

const TaskInput = z.object({ taskId: idOf('vendorTask').describe('What could not be done.') });

export const retryVendorTask = operation({
  name: 'licences.retryVendorTask',
  description: 'Tries again what could not be done at Microsoft for a user of the company.',
  kind: 'write',
  permission: 'licences.manage',
  input: TaskInput,
  output: z.object({}),
  refusals: ['licences.taskNotFound', 'licences.taskNotFailed'],
  run: (context, { taskId }) => retry(context, taskId),
});

export const retryCustomerTask = operation({
  name: 'licences.retryCustomerTask',
  description: 'Tries again what could not be done at Microsoft for a user of a customer.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: TaskInput,
  output: z.object({}),
  refusals: ['licences.taskNotFound', 'licences.taskNotFailed'],
  run: (context, { taskId }) => retry(context, taskId),
});

/**
 * A request without an answer is sent again as it was, one that was refused as a new one. An account is requested anew,
 * with another password, by `createVendorUser`.
 */
async function retry({ tx, jobs, audit }: OperationContext, taskId: Id<'vendorTask'>): Promise<Record<string, never>> {
  const [failed] = await tx.select().from(vendorTask).where(eq(vendorTask.id, taskId)).for('no key update');
  if (failed === undefined) throw new Refusal('licences.taskNotFound');
  if (failed.status !== 'failed' || failed.kind === 'user') throw new Refusal('licences.taskNotFailed');
  const { accountId, personId, kind, failureCode, requestId } = failed;
  await tx
    .update(vendorTask)
    .set({
      ...NO_FAILURE,
      status: 'waiting',
      attemptCount: 0,
      finishedAt: null,
      requestId: failureCode === 'noAnswer' ? requestId : crypto.randomUUID(),
    })
    .where(eq(vendorTask.id, taskId));
  await audit.record('licences.vendorTaskRetried', { personId, kind }, accountId);
  await startTask(jobs, { accountId, taskId });
  return {};
}
