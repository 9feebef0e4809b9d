import { and, eq, isNotNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { TENANT_VENDOR, tenant } from '#features/tenants/tenants.ts';
import { person } from '#features/users/users.ts';
import type { Id } from '#platform/ids.ts';
import type { JobContext } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { type VendorTaskRow, type VendorUserRow, vendorTask, vendorUser } from '../tables.ts';
import type { LicenceVendor, VendorRequest } from './licence-vendor.ts';

/** A task that waits, with the person and the place at the vendor that it is about. */
export type Task = Readonly<{
  row: VendorTaskRow;
  user: VendorUserRow;
  holder: Readonly<{ firstName: string; lastName: string; disabledAt: Temporal.Instant | null }>;
  /** Market of the account, ISO 3166-1 alpha-2. */
  country: string;
  vendorCustomerId: string;
}>;

/** @returns undefined where nothing is to be done: the task is over, or its tenant is not linked any more */
export async function readTask({ tx }: OperationContext, taskId: Id<'vendorTask'>): Promise<Task | undefined> {
  const [found] = await tx
    .select({
      row: vendorTask,
      user: vendorUser,
      holder: person,
      country: account.country,
      vendorCustomerId: tenant.microsoftCustomerId,
    })
    .from(vendorTask)
    .innerJoin(
      vendorUser,
      and(eq(vendorUser.personId, vendorTask.personId), eq(vendorUser.tenantId, vendorTask.tenantId)),
    )
    .innerJoin(person, eq(person.id, vendorTask.personId))
    .innerJoin(account, eq(account.id, vendorTask.accountId))
    .innerJoin(tenant, eq(tenant.id, vendorTask.tenantId))
    .where(
      and(
        eq(vendorTask.id, taskId),
        eq(vendorTask.status, 'waiting'),
        isNotNull(tenant.microsoftCustomerId),
        isNotNull(tenant.proof),
      ),
    );
  if (found === undefined || found.vendorCustomerId === null) return undefined;
  return { ...found, vendorCustomerId: found.vendorCustomerId };
}

export function vendorOf({ services }: JobContext): LicenceVendor {
  const vendor = services.licenceVendors[TENANT_VENDOR];
  assert(vendor !== undefined, 'tasks are started for a vendor with licences only');
  return vendor;
}

export function requestOf({ services, signal }: JobContext, { vendorCustomerId }: Task): VendorRequest {
  return { services, vendorCustomerId, signal };
}
