import type { OwnedSku } from '@licence-portal/nce';
import { and, eq, sql } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { subscription } from './tables.ts';

/** What the account has or had, of its vendors' products: for the rules of add-ons. @param tenantId  all tenants when left out */
export function ownedSkus(tx: Tx, tenantId?: Id<'tenant'>): Promise<OwnedSku[]> {
  return tx
    .select({ productId: offer.vendorProductId, skuId: offer.vendorSkuId, status: subscription.status })
    .from(subscription)
    .innerJoin(offer, eq(offer.id, subscription.offerId))
    .where(
      and(
        sql`${subscription.accountId} = app_account_id()`,
        tenantId === undefined ? undefined : eq(subscription.tenantId, tenantId),
      ),
    );
}
