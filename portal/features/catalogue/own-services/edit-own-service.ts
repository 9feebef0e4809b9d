import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { offer, product } from '../tables.ts';
import { ownSearchText } from './add-manual-offer.ts';
import { getOwnOfferForUpdate } from './own-offer.ts';
import {
  areBoundsInOrder,
  BOUNDS_REVERSED,
  OwnOrderForm,
  OwnProductId,
  OwnServiceFields,
} from './own-service-schema.ts';

/** Changes what an own service is; its prices change by `setOwnServicePrices`. */
export const editOwnService = operation({
  name: 'catalogue.editOwnService',
  description:
    'Changes names, descriptions, category, bounds and address of an own service. New orders have the new ones; what ' +
    'runs keeps the name under which it was bought.',
  kind: 'write',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z
    .object({
      productId: OwnProductId,
      ...OwnServiceFields,
      orderForm: OwnOrderForm.nullable()
        .optional()
        .describe('Questions of an order; without it they stay as they are.'),
    })
    .refine(areBoundsInOrder, BOUNDS_REVERSED),
  output: z.object({}),
  refusals: ['catalogue.ownService.notFound'],
  async run({ tx, audit }, { productId, titleIt, titleEn, descriptionIt, descriptionEn, category, ...changes }) {
    const before = await getOwnOfferForUpdate(tx, productId);
    const texts = {
      title: titleIt,
      titleEn,
      description: descriptionIt.join('\n'),
      descriptionEn: descriptionEn.join('\n'),
    };
    const { publisher, vendorProductId: productCode } = before.product;
    await tx
      .update(product)
      .set({ ...texts, category })
      .where(eq(product.id, productId));
    await tx
      .update(offer)
      .set({ ...texts, ...withoutUndefined(changes), searchText: ownSearchText({ ...texts, publisher, productCode }) })
      .where(eq(offer.id, before.offer.id));
    await audit.record('catalogue.ownServiceEdited', { productId, title: titleIt }, null);
    return {};
  },
});

function withoutUndefined<Values extends { orderForm?: unknown }>({ orderForm, ...values }: Values) {
  return orderForm === undefined ? values : { ...values, orderForm };
}
