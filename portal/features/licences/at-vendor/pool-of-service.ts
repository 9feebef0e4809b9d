import { and, arrayContains, asc, eq, notExists, sql } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { licenceHolder, licenceReading, service, serviceAssignment, vendorUser } from '../tables.ts';
import { isUsable } from '../usable-service.ts';
import { chanceOf, compareChances } from './reduction-order.ts';

/** Accounts that are shown by name. */
const SHOWN_MAX = 50;

type Of = Readonly<{ licencePool: string | null; tenantId: Id<'tenant'> | null; now: Temporal.Instant }>;

/**
 * The licences of a service's product at the vendor, and the accounts that hold one without a seat in the portal; null
 * where they were not read yet.
 */
export async function readPoolOfService(tx: Tx, { licencePool, tenantId, now }: Of) {
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
  const subscriptions = await listSubscriptions(tx, { licencePool, tenantId, now });
  return { totalCount, usedCount, outside, subscriptions, readAt: reading.readAt.toString() };
}

type Pool = Readonly<{ licencePool: string; tenantId: Id<'tenant'>; now: Temporal.Instant }>;

/** The subscriptions whose licences are in the pool, the one to reduce first before the others. */
async function listSubscriptions(tx: Tx, { licencePool, tenantId, now }: Pool) {
  const rows = await tx
    .select({
      subscriptionId: subscription.id,
      name: service.name,
      seatCount: subscription.seatCount,
      endsBefore: subscription.endsBefore,
      refundable: subscription.refundable,
    })
    .from(service)
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(and(eq(service.licencePool, licencePool), eq(subscription.tenantId, tenantId), isUsable()))
    .orderBy(asc(service.createdAt), asc(service.id));
  return rows
    .map((row) => ({ row, chance: chanceOf(row, now) }))
    .toSorted((left, right) => compareChances(left.chance, right.chance))
    .map(({ row: { subscriptionId, name, seatCount, endsBefore }, chance }) => ({
      ...{ subscriptionId, name, seatCount, endsBefore: endsBefore.toString() },
      reducibleCount: chance.at === 'now' ? chance.seatCount : 0,
      reducibleUntil: chance.at === 'now' ? chance.until.toString() : null,
    }));
}
