import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { tenant } from './tables.ts';

/**
 * How long an order has a tenant for itself at most, machine time: longer than one attempt of a step, so that two never
 * prepare it at once, and short, so that an order whose process was killed does not hold up another for long.
 */
const TURN_SECONDS = 180;

type Turn = Readonly<{ tenantId: Id<'tenant'>; orderId: Id<'order'>; machineNow: Temporal.Instant }>;

/**
 * Takes a tenant for one order: two first orders of a new tenant must not both create it.
 *
 * @param creationRequestId  id of the request that creates the tenant, unless an order has sent one already: a request
 *   without a clear answer is sent again unchanged, whichever order sends it
 * @returns the tenant, or undefined while another order has it
 */
export async function takePreparationTurn(
  tx: Tx,
  { tenantId, orderId, machineNow }: Turn,
  creationRequestId: string,
): Promise<typeof tenant.$inferSelect | undefined> {
  const [taken] = await tx
    .update(tenant)
    .set({
      preparingOrderId: orderId,
      preparingUntil: machineNow.add({ seconds: TURN_SECONDS }),
      creationRequestId: sql`coalesce(${tenant.creationRequestId},
        case when ${tenant.microsoftCustomerId} is null then ${creationRequestId} end)`,
    })
    .where(
      and(
        eq(tenant.id, tenantId),
        or(
          isNull(tenant.preparingOrderId),
          eq(tenant.preparingOrderId, orderId),
          lt(tenant.preparingUntil, machineNow),
        ),
      ),
    )
    .returning();
  return taken;
}

/** Lets the next order have the tenant. */
export async function endPreparationTurn(tx: Tx, { tenantId, orderId }: Omit<Turn, 'machineNow'>): Promise<void> {
  await tx
    .update(tenant)
    .set({ preparingOrderId: null, preparingUntil: null })
    .where(and(eq(tenant.id, tenantId), eq(tenant.preparingOrderId, orderId)));
}
