import type { SubscriptionStatus } from './subscription.ts';

/** A SKU that the customer has, by Microsoft's two ids. */
export type OwnedSku = Readonly<{
  productId: string;
  /** Four digits or letters, zeros in front included. */
  skuId: string;
  status: SubscriptionStatus;
}>;

/**
 * Which bases would let an add-on be bought or renewed. One of them, active, is enough.
 *
 * @param prerequisites  as `product:sku`, from the SKU's `prerequisiteSkus` or the offer matrix; none for a base
 * @returns the ones to choose from where none is there; nothing where the add-on can be bought
 * @source Partner Center, "New commerce add-ons"; "Error codes", cart line 400041
 */
export function missingPrerequisites(prerequisites: readonly string[], owned: readonly OwnedSku[]): readonly string[] {
  const active = new Set(owned.filter(({ status }) => status === 'active').map(keyOf));
  return prerequisites.some((key) => active.has(normalKey(key))) ? [] : prerequisites;
}

/**
 * The add-ons that a subscription carries alone: with it gone, none of their bases is active.
 *
 * @param base  the one that is to be cancelled or to end
 * @param others  all other subscriptions of the customer
 * @param addOns  with the bases that each needs
 */
export function addOnsLeftWithout<AddOn extends Readonly<{ prerequisites: readonly string[] }>>(
  base: OwnedSku,
  others: readonly OwnedSku[],
  addOns: readonly AddOn[],
): AddOn[] {
  return addOns.filter(
    ({ prerequisites }) =>
      missingPrerequisites(prerequisites, [base, ...others]).length === 0 &&
      missingPrerequisites(prerequisites, others).length > 0,
  );
}

function keyOf({ productId, skuId }: OwnedSku): string {
  return normalKey(`${productId}:${skuId}`);
}

/** Microsoft writes ids in either case. */
function normalKey(key: string): string {
  return key.toUpperCase();
}
