import { type Sku, skuKey } from './catalogue.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';

/** The product id of Microsoft 365 Multi-Geo. */
const MULTI_GEO = 'CFQ7TTC0LHQG:0001';
/** Seats of its bases for each seat of it. */
const BASE_SEATS_PER_SEAT = 20;

type Bought = Readonly<{ sku: Sku; quantity: number }>;

/**
 * The minimum seats of a line or a subscription, in view of the others: Multi-Geo needs at least five per cent of the
 * seats of its bases. Other products: 0.
 *
 * Guess: fewer seats are refused with the codes for a number of seats out of bounds (cart line 10010, change 2002), and
 * a renewal without changes is not checked. The documentation gives the share, but no code.
 *
 * @param others the other purchases in the same cart
 * @param except  the subscription that is changed
 * @source Microsoft 365, "Microsoft 365 Multi-Geo", minimum licensing
 */
export function minimumSeatCount(
  customer: CustomerRecord,
  sku: Sku,
  { others = [], except }: Readonly<{ others?: readonly Bought[]; except?: SubscriptionRecord }>,
): number {
  if (skuKey(sku) !== MULTI_GEO) return 0;
  const owned = Object.values(customer.subscriptions)
    .filter((record) => record !== except && record.resource.status === 'active')
    .map((record) => ({ key: record.sku, quantity: record.resource.quantity }));
  const all = [...owned, ...others.map((line) => ({ key: skuKey(line.sku), quantity: line.quantity }))];
  const seatsOf = (isCounted: (key: string) => boolean) =>
    all.filter(({ key }) => isCounted(key)).reduce((total, { quantity }) => total + quantity, 0);
  const baseSeats = seatsOf((key) => sku.prerequisites.includes(key));
  return Math.max(0, Math.ceil(baseSeats / BASE_SEATS_PER_SEAT) - seatsOf((key) => key === MULTI_GEO));
}
