import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { displayName, findPerson, VENDOR_FAILURES } from '#features/users/users.ts';
import { idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { service, TASK_KINDS, TASK_STATUSES, vendorTask, vendorUser } from '../tables.ts';
import { listLinkedTenants, TenantId } from './linked-tenants.ts';
import { isOver } from './state-at-vendor.ts';
import { taskFailure } from './task-failures.ts';
import { loginAtVendor, suggestedLogin } from './vendor-users.ts';

export const getVendorUsers = operation({
  name: 'licences.getVendorUsers',
  description:
    'Returns the accounts of a user at Microsoft, one for each Microsoft account (tenant) of the company: the address, ' +
    'whether Microsoft knows it, whether it can sign in there, and what is still to be done or could not be done.',
  kind: 'read',
  permission: 'licences.manage',
  input: z.object({ personId: PersonId.describe('The person.') }),
  output: z.object({
    name: z.string().describe('First and last name of the person.'),
    isDisabled: z.boolean().describe('Whether the person is disabled in the portal.'),
    users: z
      .array(
        z.object({
          tenantId: TenantId,
          domain: z.string().describe('Domain of the tenant.'),
          login: z.string().describe('Address under which the user is looked for.'),
          suggestedLogin: z.string().describe('Address that a new user in this tenant could have.'),
          isChosen: z.boolean().describe('True: an administrator chose the address. False: it follows the person.'),
          isFound: z.boolean().describe('True: Microsoft has a user with this address.'),
          isSignInAllowed: z.boolean().nullable().describe('Whether the user can sign in; null: not read yet.'),
          isBlockedByPortal: z.boolean().describe('True: the portal blocked the sign-in, and allows it again.'),
          hasFirstPassword: z.boolean().describe('True: the caller can see the first password, once.'),
          tasks: z
            .array(
              z.object({
                taskId: idOf('vendorTask').describe('The task.'),
                kind: z.enum(TASK_KINDS).describe('What is to be done.'),
                serviceName: z.string().nullable().describe('Name of the service of a licence; null: no licence.'),
                isWanted: z.boolean().describe('True: give, allow or make it. False: take or block it.'),
                status: z.enum(TASK_STATUSES).describe('Whether it is done.'),
                failure: z.enum(VENDOR_FAILURES).nullable().describe('Why it failed; null: it has not.'),
              }),
            )
            .describe('What was to be done there.'),
        }),
      )
      .describe('One for each tenant that is linked.'),
  }),
  refusals: ['licences.personNotFound'],
  async run({ tx, personId: callerId }, { personId }) {
    const holder = await findPerson(tx, personId);
    if (holder === undefined) throw new Refusal('licences.personNotFound');
    const tenants = await listLinkedTenants(tx, holder.accountId);
    const tenantIds = tenants.map(({ id }) => id);
    const users =
      tenantIds.length === 0
        ? []
        : await tx
            .select()
            .from(vendorUser)
            .where(and(eq(vendorUser.personId, personId), inArray(vendorUser.tenantId, tenantIds)));
    const tasks = await tx
      .select({ task: vendorTask, serviceName: service.name })
      .from(vendorTask)
      .leftJoin(service, eq(service.id, vendorTask.serviceId))
      .where(eq(vendorTask.personId, personId))
      .orderBy(vendorTask.requestedAt, vendorTask.id);
    return {
      name: displayName(holder),
      isDisabled: holder.disabledAt !== null,
      users: tenants.map(({ id: tenantId, domain }) => {
        const known = users.find((user) => user.tenantId === tenantId);
        return {
          tenantId,
          domain,
          login: known?.login ?? loginAtVendor(holder),
          suggestedLogin: suggestedLogin(holder, domain),
          isChosen: known?.isChosen ?? false,
          isFound: known?.vendorUserId != null,
          isSignInAllowed: known?.isSignInAllowed ?? null,
          isBlockedByPortal: known?.blockedAt != null,
          hasFirstPassword:
            known?.firstPassword != null && known.firstPasswordFor === callerId && known.vendorUserId !== null,
          tasks: tasks
            .filter(({ task }) => task.tenantId === tenantId && !isOver(task))
            .map(({ task: { id: taskId, kind, isWanted, status, failureCode }, serviceName }) => ({
              ...{ taskId, kind, isWanted, status, serviceName },
              failure: failureCode === null ? null : taskFailure(failureCode),
            })),
        };
      }),
    };
  },
});
