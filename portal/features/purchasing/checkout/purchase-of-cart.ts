import { asc, eq } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { PurchaseChange } from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Cart } from '../cart/open-cart.ts';
import { cartLine } from '../tables.ts';

/** What a cart asks for, as a change; undefined for an empty cart. Only Microsoft's products are for a Microsoft account. */
export async function changeOfCart(
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
  const needsTenant = rows.some(({ vendor }) => services.vendors[vendor]?.purchase.needsTenant === true);
  const lines = rows.map(({ line: { offerId, termDuration, billingCycle, seatCount, answers } }) => ({
    offerId,
    termDuration,
    billingCycle,
    seatCount,
    ...(answers === null ? {} : { answers: { ...answers } }),
  }));
  return { change: { kind: 'purchase', tenantId: needsTenant ? cart.tenantId : null, lines }, needsTenant };
}
