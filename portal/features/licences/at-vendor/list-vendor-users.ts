import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { tenant } from '#features/tenants/tenants.ts';
import type { HeldServices } from '#features/users/users.ts';
import { vendorTask, vendorUser } from '../tables.ts';
import { stateAtVendor } from './state-at-vendor.ts';

/** The accounts of a person at the vendor, with what is done to their sign-in. */
export const listVendorUsers: HeldServices['listVendorUsers'] = async ({ tx }, personId) => {
  const rows = await tx
    .select({
      domain: tenant.domain,
      login: vendorUser.login,
      vendorUserId: vendorUser.vendorUserId,
      isSignInAllowed: vendorUser.isSignInAllowed,
      task: vendorTask,
    })
    .from(vendorUser)
    .innerJoin(tenant, eq(tenant.id, vendorUser.tenantId))
    .leftJoin(
      vendorTask,
      and(
        eq(vendorTask.personId, vendorUser.personId),
        eq(vendorTask.tenantId, vendorUser.tenantId),
        eq(vendorTask.kind, 'signIn'),
      ),
    )
    .where(and(eq(vendorUser.personId, personId), isNotNull(tenant.proof)))
    .orderBy(asc(tenant.domain));
  return rows.map(({ task, vendorUserId, ...row }) => ({
    ...row,
    isFound: vendorUserId !== null,
    signIn: stateAtVendor(task),
  }));
};
