import type { OwnedSku } from '@licence-portal/nce';
import { and, asc, eq, sql } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { subscription } from './tables.ts';

/**
 * The products that the account has or had, for the rules of add-ons.
 *
 * @param tenantId  all tenants when left out
 */
export function ownedSkus(tx: Tx, tenantId?: Id<'tenant'>): Promise<HeldSku[]> {
  return tx
    .select({
      subscriptionId: subscription.id,
      name: subscription.name,
      productId: offer.vendorProductId,
      skuId: offer.vendorSkuId,
      status: subscription.status,
      prerequisites: offer.prerequisites,
    })
    .from(subscription)
    .innerJoin(offer, eq(offer.id, subscription.offerId))
    .where(
      and(
        sql`${subscription.accountId} = app_account_id()`,
        tenantId === undefined ? undefined : eq(subscription.tenantId, tenantId),
      ),
    )
    .orderBy(asc(subscription.name), asc(subscription.id));
}

/** A subscription with the base products of its product, as `product:sku`; none where it is no add-on. */
type HeldSku = OwnedSku &
  Readonly<{ subscriptionId: Id<'subscription'>; name: string; prerequisites: readonly string[] }>;
