import { addOnsLeftWithout } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import { ownedSkus } from '../owned-skus.ts';
import type { SubscriptionRow } from '../tables.ts';

/** Names of the running add-ons that have no base any more once a subscription is gone. */
export async function addOnsLeftAlone(
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
