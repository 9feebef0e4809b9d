import { and, arrayContains, asc, eq, notExists, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { licenceHolder, licenceReading, service, serviceAssignment, vendorUser } from '../tables.ts';

/** Accounts that are shown by name. */
const SHOWN_MAX = 50;

type Of = Readonly<{ licencePool: string | null; tenantId: Id<'tenant'> | null }>;

/**
 * The licences of a service's product at the vendor, and the accounts that hold one without a seat in the portal; null
 * where they were not read yet.
 */
export async function readPoolOfService(tx: Tx, { licencePool, tenantId }: Of) {
  if (licencePool === null || tenantId === null) return null;
  const [reading] = await tx.select().from(licenceReading).where(eq(licenceReading.tenantId, tenantId));
  const found = reading?.pools.find(({ pool }) => pool === licencePool);
  if (reading === undefined || reading.readAt === null || found === undefined) return null;
  const held = tx
    .select({ one: sql`1` })
    .from(vendorUser)
    .innerJoin(serviceAssignment, eq(serviceAssignment.personId, vendorUser.personId))
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .where(
      and(
        eq(vendorUser.tenantId, licenceHolder.tenantId),
        eq(vendorUser.vendorUserId, licenceHolder.vendorUserId),
        eq(service.licencePool, licencePool),
      ),
    );
  const outside = await tx
    .select({ login: licenceHolder.login, name: licenceHolder.name })
    .from(licenceHolder)
    .where(
      and(eq(licenceHolder.tenantId, tenantId), arrayContains(licenceHolder.pools, [licencePool]), notExists(held)),
    )
    .orderBy(asc(licenceHolder.name), asc(licenceHolder.vendorUserId))
    .limit(SHOWN_MAX);
  const { totalCount, usedCount } = found;
  return { totalCount, usedCount, outside, readAt: reading.readAt.toString() };
}
