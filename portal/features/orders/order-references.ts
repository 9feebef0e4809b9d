import { and, inArray, isNotNull } from 'drizzle-orm';
import type { OrderReferencesReader } from '#features/billing/billing.ts';
import { customerOrder } from './tables.ts';

/** The internal references of orders, by order; an order without one is left out. */
export const orderReferences: OrderReferencesReader = async (tx, orderIds) => {
  if (orderIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: customerOrder.id, ownReference: customerOrder.ownReference })
    .from(customerOrder)
    .where(and(inArray(customerOrder.id, [...new Set(orderIds)]), isNotNull(customerOrder.ownReference)));
  return new Map(rows.flatMap(({ id, ownReference }) => (ownReference === null ? [] : [[id, ownReference] as const])));
};
