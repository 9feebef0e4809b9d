import type { Json } from './json.ts';
import type { OrderRecord } from './state.ts';
import { link } from './wire-json.ts';
import type { World } from './world.ts';

type OrderFacts = Readonly<{
  id: string;
  customerId: string;
  billingCycle: string;
  lineItems: Json[];
  creationDate: string;
  status: 'pending' | 'completed';
  transactionType: 'UserPurchase' | 'SystemPurchase';
  totalPrice: number;
}>;

/** @source Partner Center, "Order resources", Order */
export function orderResource(world: World, facts: OrderFacts): OrderRecord['resource'] {
  const { id, customerId, ...shown } = facts;
  const { currency } = world.catalogue;
  const self = `/customers/${customerId}/orders/${id}`;
  return {
    id,
    alternateId: id,
    referenceCustomerId: customerId,
    currencyCode: currency.code,
    currencySymbol: currency.symbol,
    ...shown,
    links: { provisioningStatus: link(`${self}/provisioningstatus`), self: link(self) },
    attributes: { objectType: 'Order' },
  };
}
