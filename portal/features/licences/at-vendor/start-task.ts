import { and, eq, isNotNull } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { findPerson, type PersonRow } from '#features/users/users.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { service, vendorTask, vendorUser } from '../tables.ts';
import { isLinked, listLinkedTenants } from './linked-tenants.ts';
import { NO_FAILURE } from './task-failures.ts';
import { startTask } from './task-job.ts';
import { keepVendorUser } from './vendor-users.ts';

type Wanted = Readonly<{ serviceId: Id<'service'>; personId: PersonId; isWanted: boolean }>;

/**
 * A seat was given or taken: lets the vendor do the same, where the service has licences there.
 *
 * @returns false where the seat is a matter of the portal alone
 */
export async function startLicenceTask(
  context: OperationContext,
  { serviceId, personId, isWanted }: Wanted,
): Promise<boolean> {
  const found = await findTenantOf(context, serviceId);
  if (found === undefined) return false;
  const holder = await findPerson(context.tx, personId);
  assert(holder !== undefined, 'a seat of nobody');
  await keepVendorUser(context.tx, holder, found.tenantId);
  await storeWanted(context, { ...found, personId, kind: 'licence', serviceId, isWanted });
  return true;
}

/** The vendor's tenant in which a service has its licences; undefined where it has none that the portal may change. */
async function findTenantOf({ tx, services }: OperationContext, serviceId: Id<'service'>) {
  const [row] = await tx
    .select({ vendor: service.vendor, accountId: service.accountId, tenantId: subscription.tenantId })
    .from(service)
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .innerJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(and(eq(service.id, serviceId), isLinked()));
  if (row === undefined || row.tenantId === null || services.licenceVendors[row.vendor] === undefined) return undefined;
  return { accountId: row.accountId, tenantId: row.tenantId };
}

/**
 * A person was disabled: nobody signs in at the vendor as this person any more, in every linked tenant of an account
 * that agrees to it.
 */
export async function startSignInBlock(context: OperationContext, disabled: PersonRow): Promise<void> {
  const { tx } = context;
  const [company] = await tx
    .select({ isOn: account.disablesAtVendor })
    .from(account)
    .where(eq(account.id, disabled.accountId));
  if (company?.isOn !== true) return;
  for (const { id: tenantId } of await listLinkedTenants(tx, disabled.accountId)) {
    await keepVendorUser(tx, disabled, tenantId);
    const { id: personId, accountId } = disabled;
    await storeWanted(context, { accountId, tenantId, personId, kind: 'signIn', serviceId: null, isWanted: false });
  }
}

/** A person was enabled: takes back the blocks that the portal has made, or was about to make. */
export async function startSignInRelease(context: OperationContext, enabled: PersonRow): Promise<void> {
  const { tx } = context;
  const { id: personId, accountId } = enabled;
  const blocks = await tx
    .select({ tenantId: vendorTask.tenantId })
    .from(vendorTask)
    .where(and(eq(vendorTask.personId, personId), eq(vendorTask.kind, 'signIn')));
  const blocked = await tx
    .select({ tenantId: vendorUser.tenantId })
    .from(vendorUser)
    .where(and(eq(vendorUser.personId, personId), isNotNull(vendorUser.blockedAt)));
  for (const tenantId of new Set([...blocks, ...blocked].map((row) => row.tenantId)))
    await storeWanted(context, { accountId, tenantId, personId, kind: 'signIn', serviceId: null, isWanted: true });
}

/** An account at the vendor was requested for a person. */
export async function startUserTask(
  context: OperationContext,
  { id: personId, accountId }: PersonRow,
  tenantId: Id<'tenant'>,
): Promise<void> {
  await storeWanted(context, { accountId, tenantId, personId, kind: 'user', serviceId: null, isWanted: true });
}

type NewTask = Pick<
  typeof vendorTask.$inferInsert,
  'accountId' | 'tenantId' | 'personId' | 'kind' | 'serviceId' | 'isWanted'
>;

/** Stores what is wanted now, and starts its job. What was wanted before is over, whatever became of it. */
async function storeWanted(context: OperationContext, wanted: NewTask): Promise<void> {
  const { tx, actor, clock } = context;
  const { kind, personId, tenantId, serviceId } = wanted;
  const of = [eq(vendorTask.personId, personId), eq(vendorTask.kind, kind), eq(vendorTask.tenantId, tenantId)];
  const values = {
    ...wanted,
    status: 'waiting',
    requestId: crypto.randomUUID(),
    attemptCount: 0,
    ...NO_FAILURE,
    requestedBy: actor.personId,
    requestedAt: clock.now(),
    finishedAt: null,
    notifiedAt: null,
  } as const;
  const [changed] = await tx
    .update(vendorTask)
    .set(values)
    .where(and(...of, ...(serviceId == null ? [] : [eq(vendorTask.serviceId, serviceId)])))
    .returning({ id: vendorTask.id });
  const [row] =
    changed === undefined ? await tx.insert(vendorTask).values(values).returning({ id: vendorTask.id }) : [changed];
  assert(row !== undefined, 'the task was not stored');
  await startTask(context.jobs, { accountId: wanted.accountId, taskId: row.id });
}
