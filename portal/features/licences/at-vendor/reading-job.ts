import { z } from 'zod';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import type { JobSpec, StartOptions } from '#platform/job-queue.ts';
import type { OperationContext } from '#platform/operation.server.ts';

type Data = Readonly<{ accountId: AccountId; tenantId: Id<'tenant'> }>;

/** The job that reads a tenant, as its starters need it; `read-tenant.job.ts` runs it. */
export const readingJob: JobSpec<Data> = {
  name: 'licences.readTenant',
  data: z.object({ accountId: AccountId, tenantId: idOf('tenant') }) as z.ZodType<Data>,
  accountIdOf: (data) => data.accountId,
  attempts: 5,
  retryAfterSeconds: 60,
};

/** Starts a reading, or uses the one that waits. */
export function startReading(
  jobs: OperationContext['jobs'],
  { accountId, tenantId }: Data,
  options: Pick<StartOptions, 'afterSeconds'> = {},
): Promise<void> {
  const key = `licences.readTenant:${tenantId}`;
  return jobs.start(readingJob, { accountId, tenantId }, { ...options, key, ifWaiting: 'keep', isBackground: true });
}
