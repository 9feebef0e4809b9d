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
  // Each customer's is due every day; readings of subscriptions, which carry money, go before.
  comesLast: true,
};

/** Starts a reading after some seconds, or uses the one that waits. */
export function startReading(
  jobs: OperationContext['jobs'],
  { accountId, tenantId }: Data,
  { afterSeconds }: Required<Pick<StartOptions, 'afterSeconds'>>,
): Promise<void> {
  const options = { afterSeconds, key: keyOf(tenantId), ifWaiting: 'keep', isBackground: true } as const;
  return jobs.start(readingJob, { accountId, tenantId }, options);
}

/** The same at once, for each tenant. */
export function startReadings(jobs: OperationContext['jobs'], tenants: readonly Data[]): Promise<void> {
  return jobs.startMissing(
    readingJob,
    tenants.map((data) => ({ data, key: keyOf(data.tenantId) })),
  );
}

function keyOf(tenantId: Data['tenantId']): string {
  return `licences.readTenant:${tenantId}`;
}
