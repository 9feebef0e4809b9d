import type { Sku } from './catalogue.ts';
import { skuKey, skuOf } from './catalogue.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import type { World } from './world.ts';

/**
 * Whether an add-on has no active base. The base may still be cancelled or suspended, or end: the add-on continues and
 * is billed to the end of its term.
 *
 * Guess: without a base an add-on takes no more seats and no plan for the next term, and does not renew. The
 * documentation shows the check for carts, and makes partners responsible that no base ends before its add-ons.
 *
 * @param others the other purchases in the same cart
 * @source Partner Center, "New commerce add-ons"; "Error codes", 400041
 */
export function lacksBase(customer: CustomerRecord, sku: Sku, others: readonly Readonly<{ sku: Sku }>[] = []): boolean {
  if (sku.prerequisites.length === 0) return false;
  const owned = Object.values(customer.subscriptions).filter(({ resource }) => resource.status === 'active');
  const bases = new Set([...owned.map((record) => record.sku), ...others.map((line) => skuKey(line.sku))]);
  return !sku.prerequisites.some((key) => bases.has(key));
}

/** The subscriptions of a customer that need a base, each with the customer's subscriptions that are a base for it. */
export function addOnsWithBases(
  world: World,
  customer: CustomerRecord,
): { addOn: SubscriptionRecord; bases: SubscriptionRecord[] }[] {
  const all = Object.values(customer.subscriptions);
  return all.flatMap((addOn) => {
    const { prerequisites } = skuOf(world.catalogue, addOn.sku);
    if (prerequisites.length === 0) return [];
    return [{ addOn, bases: all.filter(({ sku }) => prerequisites.includes(sku)) }];
  });
}
