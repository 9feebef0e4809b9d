import { and, eq, isNull, or } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Id } from '#platform/ids.ts';
import type { JobContext } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, VendorFault } from '#platform/refusal.ts';
import { service, serviceAssignment, vendorTask } from '../tables.ts';
import { requestOf, type Task, vendorOf } from './read-task.ts';
import type { Done } from './store-task.ts';
import { VendorRefusal } from './task-failures.ts';
import { withVendorUser } from './with-vendor-user.ts';

/**
 * Gives a person the licence of a service, or takes it away. Subscriptions of one product fill one pool at the vendor:
 * the licence stays as long as a seat of any of them is held.
 */
export async function carryOutLicence(context: JobContext, task: Task): Promise<Done> {
  const { serviceId } = task.row;
  assert(serviceId !== null, 'a licence is of a service');
  await readMissingPools(context, task);
  const pool = await context.inTransaction(async ({ tx }) => {
    const [row] = await tx.select({ pool: service.licencePool }).from(service).where(eq(service.id, serviceId));
    return row?.pool ?? null;
  });
  if (pool === null) throw new VendorRefusal('poolUnknown', 'the vendor names no licences for this product');

  const isHeld = await context.inTransaction((inside) => isPoolWanted(inside, task, pool));
  return withVendorUser(context, task, async ({ vendor, request, userId }) => {
    const hasIt = async () => (await vendor.listPools(request, userId)).includes(pool);
    if ((await hasIt()) !== isHeld) {
      const { requestId } = task.row;
      await vendor
        .setLicence(request, { userId, pool, isHeld, requestId })
        .catch((error: unknown) => throwUnlessSoonFree(context, task, pool, error));
      if ((await hasIt()) !== isHeld)
        throw new VendorFault('the vendor does not show the change yet', { resend: 'same', requestId });
    }
    return {
      vendorUserId: userId,
      isStillWanted: async (inside) => (await isPoolWanted(inside, task, pool)) === isHeld,
    };
  });
}

/**
 * No licence is free, but somebody else's of the pool is being taken: the licence is given after that, by a request of
 * its own.
 */
async function throwUnlessSoonFree(context: JobContext, { row }: Task, pool: string, error: unknown): Promise<never> {
  if (!(error instanceof VendorRefusal) || error.code !== 'noFreeLicence') throw error;
  const isSoonFree = await context.inTransaction(async ({ tx }) => {
    const [leaving] = await tx
      .select({ id: vendorTask.id })
      .from(vendorTask)
      .innerJoin(service, eq(service.id, vendorTask.serviceId))
      .where(
        and(
          eq(vendorTask.tenantId, row.tenantId),
          eq(vendorTask.status, 'waiting'),
          eq(vendorTask.isWanted, false),
          eq(service.licencePool, pool),
        ),
      )
      .limit(1);
    return leaving !== undefined;
  });
  if (!isSoonFree) throw error;
  // An answer has come: the next request is another one.
  throw new VendorFault(error.message, { resend: 'never', requestId: row.requestId }, error);
}

/** Does the person hold a seat of a service of this pool now? */
async function isPoolWanted({ tx }: OperationContext, { row }: Task, pool: string): Promise<boolean> {
  const [held] = await tx
    .select({ serviceId: service.id })
    .from(serviceAssignment)
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(
      and(
        eq(serviceAssignment.personId, row.personId),
        eq(subscription.tenantId, row.tenantId),
        eq(service.licencePool, pool),
      ),
    )
    .limit(1);
  return held !== undefined;
}

/** Reads the pools that the portal does not know yet, of the service and of the others that the person holds. */
async function readMissingPools(context: JobContext, task: Task): Promise<void> {
  const vendor = vendorOf(context);
  const request = requestOf(context, task);
  for (const { serviceId, known, vendorProductId, vendorSkuId } of await listUnknown(context, task)) {
    if (vendorProductId === null || vendorSkuId === null) continue;
    const pool = known?.toLowerCase() ?? (await vendor.findPool(request, { vendorProductId, vendorSkuId }));
    if (pool === null) continue;
    await context.inTransaction(({ tx }) =>
      tx.update(service).set({ licencePool: pool }).where(eq(service.id, serviceId)),
    );
  }
}

type Unknown = Readonly<{
  serviceId: Id<'service'>;
  known: string | null;
  vendorProductId: string | null;
  vendorSkuId: string | null;
}>;

function listUnknown({ inTransaction }: JobContext, { row }: Task): Promise<Unknown[]> {
  const { serviceId, personId, tenantId } = row;
  assert(serviceId !== null, 'a licence is of a service');
  return inTransaction(({ tx }) =>
    tx
      .selectDistinct({
        serviceId: service.id,
        known: offer.provisioningId,
        vendorProductId: offer.vendorProductId,
        vendorSkuId: offer.vendorSkuId,
      })
      .from(service)
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .leftJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
      .where(
        and(
          isNull(service.licencePool),
          eq(subscription.tenantId, tenantId),
          or(eq(service.id, serviceId), eq(serviceAssignment.personId, personId)),
        ),
      ),
  );
}
