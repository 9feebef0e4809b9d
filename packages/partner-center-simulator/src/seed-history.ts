import { catalogItemIdOf, type Offer, type Sku } from './catalogue.ts';
import { newOrder } from './new-order.ts';
import type { CustomerRecord } from './state.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/*
 * Agreements and purchases from before the start of the simulation.
 */

/** Adds an earlier acceptance of the Microsoft Customer Agreement through the partner. */
export function seedAgreement(
  world: World,
  customer: CustomerRecord,
  contact: { email: string; phone: string; agreedOn?: string },
) {
  customer.agreements.push({
    userId: world.newGuid(),
    primaryContact: { firstName: 'Anna', lastName: 'Bianchi', email: contact.email, phoneNumber: contact.phone },
    templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
    dateAgreed: `${contact.agreedOn ?? '2025-01-15'}T00:00:00Z`,
    type: 'MicrosoftCustomerAgreement',
    agreementLink: 'https://aka.ms/customeragreement',
  });
}

/**
 * Adds an earlier order without promotions, completed at once. Its subscription appears, with its age, when the
 * customer is settled.
 */
export function seedPurchase(
  world: World,
  customer: CustomerRecord,
  bought: { sku: Sku; offer: Offer; quantity: number; daysAgo: number },
): void {
  const { sku, offer, quantity } = bought;
  const line = {
    resource: {},
    catalogItemId: catalogItemIdOf(sku, world.clock.now()),
    quantity,
    termDuration: offer.termDuration,
    billingCycle: offer.billingCycle,
    friendlyName: undefined,
    customTermEndsOn: undefined,
    promotionId: undefined,
    isAttested: true,
    renewsTo: undefined,
    orderGroup: '0',
  };
  const price = { unitPrice: offer.unitPrice, promotionId: undefined };
  const order = newOrder(world, customer, [{ line, sku, price }], undefined);
  const boughtAt = wireInstant(world.clock.now().subtract({ hours: bought.daysAgo * 24 }));
  order.resource.creationDate = boughtAt;
  order.completesAt = boughtAt;
  order.provisionedAt = boughtAt;
  customer.orders[order.resource.id] = order;
}
