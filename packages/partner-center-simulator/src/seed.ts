import type { Fields, Json } from './json.ts';
import { seedAgreement, seedPurchase } from './seed-history.ts';
import { newTenant } from './tenant.ts';
import { optionalCount } from './wire-json.ts';
import type { World } from './world.ts';

const CUSTOMERS_MAX = 100_000;
const SUBSCRIPTIONS_MAX = 1000;
/**
 * Purchases are spread over this many days, so that terms end on different days; all are old enough for closed windows.
 */
const BOUGHT_OVER_DAYS = 300;
const BOUGHT_BEFORE_DAYS = 20;

/**
 * Adds customers that have accepted the agreement and own subscriptions: SKUs of the commercial catalogue and their
 * terms in rotation, one to twenty seats each.
 *
 * @param fields  `customers` and `subscriptionsPerCustomer`, 1 and 0 when left out
 * @returns what was added
 */
export function seed(world: World, fields: Fields): Json {
  const customerCount = bounded(optionalCount(fields, 'customers') ?? 1, CUSTOMERS_MAX);
  const subscriptionCount = bounded(optionalCount(fields, 'subscriptionsPerCustomer') ?? 0, SUBSCRIPTIONS_MAX);
  const firstSerial = Object.keys(world.state.customers).length + 1;
  for (let index = 0; index < customerCount; index += 1) addCustomer(world, firstSerial + index, subscriptionCount);
  world.customersByName = undefined;
  world.touch();
  return { customers: customerCount, subscriptions: customerCount * subscriptionCount };
}

function addCustomer(world: World, serial: number, subscriptionCount: number): void {
  const id = world.newGuid();
  const domain = `seeded-${serial}.onmicrosoft.com`;
  const customer = newTenant(world, {
    id,
    domain,
    companyName: `Seeded ${serial} S.r.l.`,
    email: `admin@${domain}`,
    culture: 'it-IT',
    language: 'it',
    address: {
      country: 'IT',
      city: 'Milano',
      addressLine1: `Via Roma ${serial}`,
      postalCode: '20121',
      firstName: 'Anna',
      lastName: 'Bianchi',
      phoneNumber: '0212345678',
    },
    relationshipToPartner: 'reseller',
  });
  seedAgreement(world, customer, { email: `admin@${domain}`, phone: '' });
  world.state.customers[id] = customer;
  const skus = world.catalogue.skus.filter(
    (sku) => sku.segment === 'commercial' && !sku.isTrial && sku.offers.length > 0,
  );
  for (let index = 0; index < subscriptionCount; index += 1) {
    const turn = serial * subscriptionCount + index;
    const sku = skus[turn % skus.length];
    const offer = sku?.offers[turn % sku.offers.length];
    if (sku === undefined || offer === undefined) continue;
    const quantity = Math.min(sku.maximumQuantity, sku.minimumQuantity + (turn % 20));
    seedPurchase(world, customer, {
      sku,
      offer,
      quantity,
      daysAgo: BOUGHT_BEFORE_DAYS + (turn % BOUGHT_OVER_DAYS),
    });
  }
}

function bounded(count: number, max: number): number {
  if (count > max) throw new RangeError(`${count} is too many: ${max} at most`);
  return count;
}
