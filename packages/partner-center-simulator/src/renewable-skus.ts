import { type Sku, skuKey } from './catalogue.ts';
import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { list } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * Whether a SKU renews: all do, except those that a test or a demo names. They are kept until they are taken back, and
 * not over a restart.
 *
 * Guess: auto-renew cannot be turned on for one that does not (800093), and its term expires though auto-renew is on,
 * unless another product is planned. The documentation names the field and not its effect.
 *
 * @source Partner Center, "Product resources", `Availability.isRenewable`; "Error codes", 800093
 */
export function isRenewable({ notRenewable }: World, sku: Sku): boolean {
  return !notRenewable.has(skuKey(sku));
}

/** Reads a control request: `{notRenewable: ["CFQ7TTC0LH18:0001"]}`. @throws PartnerError for an unknown SKU */
export function notRenewableFrom(world: World, fields: Fields): ReadonlySet<string> {
  const keys = list(fields, 'notRenewable').map((key) => String(key).toUpperCase());
  const unknown = keys.filter((key) => !world.catalogue.skuById.has(key));
  if (unknown.length > 0) throw new PartnerError(400018, unknown);
  return new Set(keys);
}
