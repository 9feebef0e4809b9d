import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { offer } from '../tables.ts';
import { getOwnOfferForUpdate, isOnSale } from './own-offer.ts';
import { OwnProductId } from './own-service-schema.ts';

/** Takes an own service off sale. Doing it twice changes nothing. */
export const withdrawOwnService = operation({
  name: 'catalogue.withdrawOwnService',
  description:
    'Takes an own service off sale: customers do not find it any more, and it cannot be ordered from a cart either. ' +
    'What runs goes on and renews at the prices of the service.',
  kind: 'write',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z.object({ productId: OwnProductId }),
  output: z.object({}),
  refusals: ['catalogue.ownService.notFound'],
  async run({ tx, clock, audit }, { productId }) {
    const own = await getOwnOfferForUpdate(tx, productId);
    const now = clock.now();
    if (isOnSale(own.offer, now)) await tx.update(offer).set({ soldUntil: now }).where(eq(offer.id, own.offer.id));
    await audit.record('catalogue.ownServiceWithdrawn', { productId }, null);
    return {};
  },
});
