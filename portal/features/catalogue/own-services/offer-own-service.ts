import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { offer } from '../tables.ts';
import { getOwnOfferForUpdate, NO_END } from './own-offer.ts';
import { OwnProductId } from './own-service-schema.ts';

/** Puts an own service on sale, for the first time or again. */
export const offerOwnService = operation({
  name: 'catalogue.offerOwnService',
  description: 'Puts an own service on sale, for the first time or again, at its prices of the moment.',
  kind: 'write',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z.object({ productId: OwnProductId }),
  output: z.object({}),
  refusals: ['catalogue.ownService.notFound'],
  async run({ tx, audit }, { productId }) {
    const own = await getOwnOfferForUpdate(tx, productId);
    await tx.update(offer).set({ soldUntil: NO_END }).where(eq(offer.id, own.offer.id));
    await audit.record('catalogue.ownServiceOffered', { productId }, null);
    return {};
  },
});
