import { and, eq, inArray } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { JobContext } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { VendorFault } from '#platform/refusal.ts';
import { service, serviceAssignment, vendorTask } from '../tables.ts';
import type { Task } from './read-task.ts';
import type { Done } from './store-task.ts';
import { VendorRefusal } from './task-failures.ts';
import { changeVendorUser, findVendorUser } from './vendor-users.ts';
import { withVendorUser } from './with-vendor-user.ts';

/**
 * Blocks the sign-in of a disabled person at the vendor, or takes the portal's block back. A sign-in that somebody else
 * blocked there is left alone: enabling the person in the portal does not open it.
 */
export async function carryOutSignIn(context: JobContext, task: Task): Promise<Done> {
  const { isWanted: isAllowed, requestId } = task.row;
  if (isAllowed && (await readBlockedAt(context, task)) === null) return {};
  try {
    return await withVendorUser(context, task, async ({ vendor, request, userId }) => {
      const isChange = (await vendor.isSignInAllowed(request, userId)) !== isAllowed;
      if (isChange) {
        // Kept first: a worker that is killed after the change must know whose block it is.
        if (!isAllowed && !(await storeBlock(context, task))) return {};
        await vendor.setSignIn(request, { userId, isAllowed, requestId });
        if ((await vendor.isSignInAllowed(request, userId)) !== isAllowed)
          throw new VendorFault('the vendor does not show the change yet', { resend: 'same', requestId });
      }
      return { vendorUserId: userId, isSignInAllowed: isAllowed, hasBlocked: isChange && !isAllowed };
    });
  } catch (error) {
    const isNobody = error instanceof VendorRefusal && error.code === 'userNotFound';
    // Who uses nothing of the vendor's has nothing there that could be blocked.
    if (isNobody && !(await context.inTransaction((inside) => holdsLicences(inside, task)))) return {};
    throw error;
  }
}

async function readBlockedAt({ inTransaction }: JobContext, { user }: Task): Promise<Temporal.Instant | null> {
  const row = await inTransaction(({ tx }) => findVendorUser(tx, user));
  return row?.blockedAt ?? null;
}

/** @returns false when the person is to be let in again by now */
function storeBlock({ inTransaction, clock }: JobContext, { user, row }: Task): Promise<boolean> {
  return inTransaction(async ({ tx }) => {
    const [held] = await tx
      .select({ requestId: vendorTask.requestId })
      .from(vendorTask)
      .where(eq(vendorTask.id, row.id))
      .for('no key update');
    if (held?.requestId !== row.requestId) return false;
    await changeVendorUser(tx, user, { blockedAt: clock.now() });
    return true;
  });
}

async function holdsLicences({ tx, services }: OperationContext, { row }: Task): Promise<boolean> {
  const [held] = await tx
    .select({ serviceId: service.id })
    .from(serviceAssignment)
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(
      and(
        eq(serviceAssignment.personId, row.personId),
        eq(subscription.tenantId, row.tenantId),
        inArray(service.vendor, Object.keys(services.licenceVendors)),
      ),
    )
    .limit(1);
  return held !== undefined;
}
