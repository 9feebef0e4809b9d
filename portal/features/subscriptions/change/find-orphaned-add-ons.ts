import { addOnsLeftWithout, type OwnedSku } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import { ownedSkus } from '../owned-skus.ts';
import type { SubscriptionRow } from '../tables.ts';

/**
 * The names of the active add-ons that lose their last base product when a subscription ends or becomes another
 * product.
 *
 * @param instead  the product that it becomes
 */
export async function findOrphanedAddOns(
  tx: Tx,
  { id, tenantId }: Pick<SubscriptionRow, 'id' | 'tenantId'>,
  instead?: OwnedSku,
): Promise<string[]> {
  const held = await ownedSkus(tx, tenantId ?? undefined);
  const base = held.find(({ subscriptionId }) => subscriptionId === id);
  if (base === undefined) return [];
  const others = held.filter((one) => one !== base);
  const addOns = others.filter(({ status }) => status === 'active');
  return addOnsLeftWithout(base, instead ? [...others, instead] : others, addOns).map(({ name }) => name);
}
