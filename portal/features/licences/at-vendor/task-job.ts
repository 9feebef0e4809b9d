import { z } from 'zod';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import type { JobSpec } from '#platform/job-queue.ts';
import type { OperationContext } from '#platform/operation.server.ts';

type Data = Readonly<{ accountId: AccountId; taskId: Id<'vendorTask'> }>;

/** The job of a task, as its starters need it; `carry-out-task.job.ts` runs it. */
export const taskJob: JobSpec<Data> = {
  name: 'licences.carryOutTask',
  data: z.object({ accountId: AccountId, taskId: idOf('vendorTask') }) as z.ZodType<Data>,
  accountIdOf: (data) => data.accountId,
  attempts: 12,
  retryAfterSeconds: 10,
};

/** Starts the job of a task, or uses the one that waits. */
export function startTask(jobs: OperationContext['jobs'], data: Data): Promise<void> {
  return jobs.start(taskJob, data, { key: `licences.carryOutTask:${data.taskId}` });
}
