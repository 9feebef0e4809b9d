import type { SubscriptionStatus } from './subscription.ts';

/** A SKU that the customer owns, by Microsoft's product and SKU ids. */
export type OwnedSku = Readonly<{
  productId: string;
  /** Four digits or letters, with leading zeros. */
  skuId: string;
  status: SubscriptionStatus;
}>;

/**
 * The base products that an add-on needs before it can be bought or renewed. One active base product is enough.
 *
 * @param prerequisites  as `product:sku`, from the SKU's `prerequisiteSkus` or the offer matrix; empty for a base
 *   product
 * @returns all prerequisites when none is active; an empty list when the add-on can be bought
 * @source Partner Center, "New commerce add-ons"; "Error codes", cart line 400041
 */
export function missingPrerequisites(prerequisites: readonly string[], owned: readonly OwnedSku[]): readonly string[] {
  const active = new Set(owned.filter(({ status }) => status === 'active').map(keyOf));
  return prerequisites.some((key) => active.has(normalKey(key))) ? [] : prerequisites;
}

/**
 * The add-ons that depend on one subscription only: without it, none of their base products is active.
 *
 * @param base  the subscription that would be cancelled or end
 * @param others  all other subscriptions of the customer
 * @param addOns  with the prerequisites of each
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

/** Microsoft spells ids in upper and in lower case. */
function normalKey(key: string): string {
  return key.toUpperCase();
}
