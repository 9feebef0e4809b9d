import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { displayName, person, VENDOR_FAILURES } from '#features/users/users.ts';
import { AccountId, idOf, PersonId } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { service, TASK_KINDS, vendorTask } from '../tables.ts';
import { taskFailure } from './task-failures.ts';

const FailedTask = z.object({
  taskId: idOf('vendorTask').describe('The task.'),
  accountId: AccountId.describe('The company.'),
  accountName: z.string().describe('Its name.'),
  personId: PersonId.describe('The person.'),
  name: z.string().describe('First and last name of the person.'),
  isRemoved: z.boolean().describe('Whether the person was removed from the portal.'),
  kind: z.enum(TASK_KINDS).describe('What could not be done.'),
  serviceName: z.string().nullable().describe('Name of the service of a licence; null: no licence.'),
  isWanted: z.boolean().describe('True: give, allow or make it. False: take or block it.'),
  failure: z.enum(VENDOR_FAILURES).describe('Why it failed.'),
  failedAt: InstantText.nullable().describe('When it failed.'),
});

export const listVendorFailures = operation({
  name: 'licences.listVendorFailures',
  description: 'Lists what could not be done at Microsoft for users of the company, the newest first.',
  kind: 'read',
  permission: 'licences.manage',
  input: PageRequest,
  output: pageOf(FailedTask),
  run: async (context, page) => withoutNotes(await listFailed(context, page)),
});

export const listVendorWork = operation({
  name: 'licences.listVendorWork',
  description:
    'Lists what could not be done at Microsoft for users of customers, the newest first, with the answer of Microsoft.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(FailedTask.extend({ note: z.string().nullable().describe("Microsoft's own sentence.") })),
  run: listFailed,
});

async function listFailed({ tx }: OperationContext, page: z.output<typeof PageRequest>) {
  const isFailed = eq(vendorTask.status, 'failed');
  const rows = await tx
    .select({ task: vendorTask, holder: person, accountName: account.name, serviceName: service.name })
    .from(vendorTask)
    .innerJoin(person, eq(person.id, vendorTask.personId))
    .innerJoin(account, eq(account.id, vendorTask.accountId))
    .leftJoin(service, eq(service.id, vendorTask.serviceId))
    .where(isFailed)
    .orderBy(desc(vendorTask.requestedAt), desc(vendorTask.id))
    .limit(page.pageSize)
    .offset(offsetOf(page));
  const [all] = await tx.select({ total: count() }).from(vendorTask).where(isFailed);
  return {
    items: rows.map(({ task, holder, accountName, serviceName }) => ({
      taskId: task.id,
      ...{ accountId: task.accountId, accountName, personId: task.personId, serviceName },
      name: displayName(holder),
      isRemoved: holder.removedAt !== null,
      ...{ kind: task.kind, isWanted: task.isWanted },
      failure: taskFailure(task.failureCode ?? ''),
      failedAt: task.finishedAt?.toString() ?? null,
      note: task.providerNote,
    })),
    total: all?.total ?? 0,
  };
}

function withoutNotes({ items, total }: Awaited<ReturnType<typeof listFailed>>) {
  return { items: items.map(({ note: _, ...item }) => item), total };
}
