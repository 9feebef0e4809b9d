import type { Money } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import { priceRule } from '../tables.ts';
import { customerPrice, type ListedPrice, type PricedOffer, ruleFor } from './price-rules.ts';

/** Reads the price rules: with them, the customer's price of a listed one, of one licence and the whole term, net. */
export async function customerPricing(tx: Tx): Promise<(offer: PricedOffer, listed: ListedPrice) => Money> {
  const rules = await tx.select().from(priceRule);
  return (offer, listed) => customerPrice(listed, ruleFor(offer, rules));
}
