import { type AvailableOffers, missingPrerequisites } from '@licence-portal/nce';
import type { Offer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import { ownedSkus } from '../owned-skus.ts';
import type { SubscriptionRow } from '../tables.ts';

/** The facts about a subscription's product that the rules need beside the subscription itself. */
export async function findAvailableOffers(
  tx: Tx,
  { tenantId }: Pick<SubscriptionRow, 'tenantId'>,
  offer: Offer | undefined,
): Promise<AvailableOffers> {
  const prerequisites = offer?.prerequisites ?? [];
  if (prerequisites.length === 0) return {};
  const owned = await ownedSkus(tx, tenantId ?? undefined);
  return { isPrerequisiteMissing: missingPrerequisites(prerequisites, owned).length > 0 };
}
