import { addOnsLeftWithout } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import { ownedSkus } from '../owned-skus.ts';
import type { SubscriptionRow } from '../tables.ts';

/** The names of the active add-ons that lose their last base product when a subscription ends. */
export async function findOrphanedAddOns(
  tx: Tx,
  { id, tenantId }: Pick<SubscriptionRow, 'id' | 'tenantId'>,
): Promise<string[]> {
  const held = await ownedSkus(tx, tenantId ?? undefined);
  const base = held.find(({ subscriptionId }) => subscriptionId === id);
  if (base === undefined) return [];
  const others = held.filter((one) => one !== base);
  const addOns = others.filter(({ status }) => status === 'active');
  return addOnsLeftWithout(base, others, addOns).map(({ name }) => name);
}
