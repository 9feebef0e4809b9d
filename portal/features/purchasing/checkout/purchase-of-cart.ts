import { asc, eq } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Cart } from '../cart/open-cart.ts';
import type { PurchaseChange } from '../purchase/purchase-change.ts';
import { cartLine } from '../tables.ts';

/** The purchase of a cart's lines; undefined for an empty cart. The tenant counts only for vendors that need one. */
export async function purchaseOfCart(
  { tx, services }: OperationContext,
  cart: Cart,
): Promise<{ change: PurchaseChange; needsTenant: boolean } | undefined> {
  const rows = await tx
    .select({ line: cartLine, vendor: offer.vendor })
    .from(cartLine)
    .innerJoin(offer, eq(offer.id, cartLine.offerId))
    .where(eq(cartLine.cartId, cart.id))
    .orderBy(asc(cartLine.createdAt), asc(cartLine.id));
  if (rows.length === 0) return undefined;
  const needsTenant = rows.some(({ vendor }) => services.vendors[vendor]?.needsTenant === true);
  const lines = rows.map(({ line: { offerId, termDuration, billingCycle, seatCount, answers } }) => ({
    offerId,
    termDuration,
    billingCycle,
    seatCount,
    ...(answers === null ? {} : { answers: { ...answers } }),
  }));
  return { change: { kind: 'purchase', tenantId: needsTenant ? cart.tenantId : null, lines }, needsTenant };
}
