/*
 * From search to finished order by the REST API of the portal. `client.ts` is generated from docs/openapi.json:
 *
 *   npx swagger-typescript-api generate --path docs/openapi.json --output . --name client.ts
 *
 * A test of the portal generates it, checks the types of this file, and runs it against a real portal.
 */
import { Api } from './client.ts';

/** The API of a portal, called with a person's key. */
export function connect(portalUrl: string, apiKey: string) {
  return new Api({
    baseUrl: `${portalUrl}/api/v1`,
    baseApiParams: { headers: { Authorization: `Bearer ${apiKey}`, 'Accept-Language': 'en' } },
  });
}

/**
 * Orders seats of the first product that is found, on its first term, and waits until the order has ended.
 *
 * @param given.pause  waits a little between two looks at the order
 * @returns the order as it ended
 */
export async function orderSeats(
  api: ReturnType<typeof connect>,
  given: { text: string; seatCount: number; pause: () => Promise<unknown> },
) {
  const found = await api.catalogue.catalogueSearchCatalogue({ search: given.text, pageSize: 5 });
  const first = found.data.items[0];
  if (first === undefined) throw new Error(`nothing is sold as "${given.text}"`);
  const { data: product } = await api.catalogue.catalogueGetProduct({ productId: first.productId });
  const offer = product.offers[0];
  const option = offer?.options[0];
  if (offer === undefined || option === undefined) throw new Error(`${product.title} cannot be bought now`);

  // Microsoft's products are bought for a Microsoft tenant of the account.
  const { data: tenants } = await api.tenants.tenantsListTenants();
  const { data: quoted } = await api.purchasing.purchasingQuotePurchase({
    tenantId: tenants.items[0]?.id ?? null,
    lines: [
      {
        offerId: offer.offerId,
        termDuration: option.termDuration,
        billingCycle: option.billingCycle,
        seatCount: given.seatCount,
      },
    ],
  });
  if (!quoted.view.possible) throw new Error(`not possible: ${quoted.view.reason}`);

  // With the key, this request may be sent again when its answer was lost: there will be one order.
  const placed = await api.orders.ordersPlaceOrder(
    { quoteId: quoted.quoteId, paymentMethod: 'onAccount', ownReference: 'REST example' },
    { headers: { 'Idempotency-Key': crypto.randomUUID() } },
  );
  if (!placed.data.placed) throw new Error(`look at the new quote: ${placed.data.newQuoteId}`);
  const { orderId } = placed.data;

  for (;;) {
    const { data: order } = await api.orders.ordersGetOrder({ orderId });
    if (order.status !== 'running' && order.status !== 'awaitingApproval') return order;
    await given.pause();
  }
}
