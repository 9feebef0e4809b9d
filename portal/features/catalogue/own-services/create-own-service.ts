import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { addManualOffer } from './add-manual-offer.ts';
import {
  areBoundsInOrder,
  BOUNDS_REVERSED,
  OwnOrderForm,
  OwnPrices,
  OwnProductId,
  OwnServiceFields,
  pricePerTerm,
} from './own-service-schema.ts';

/** Adds a service that the provider fulfils by hand. */
export const createOwnService = operation({
  name: 'catalogue.createOwnService',
  description:
    'Adds a service that the provider fulfils by hand. Customers in the provider’s country and currency buy it in the ' +
    'marketplace; each order waits until somebody of the staff marks it done. Price rules apply to its prices.',
  kind: 'write',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z
    .object({
      ...OwnServiceFields,
      orderForm: OwnOrderForm.nullable().default(null),
      prices: OwnPrices,
      isOnSale: z.boolean().describe('Customers see and buy it at once; otherwise it waits until it is put on sale.'),
    })
    .refine(areBoundsInOrder, BOUNDS_REVERSED),
  output: z.object({ productId: OwnProductId }),
  async run({ tx, clock, audit }, { titleIt, titleEn, descriptionIt, descriptionEn, prices, ...given }) {
    const [provider] = await tx.select().from(account).where(eq(account.kind, 'provider'));
    assert(provider !== undefined, 'the provider has an account');
    const { productId } = await addManualOffer(
      tx,
      {
        ...given,
        productCode: newProductCode(),
        title: titleIt,
        titleEn,
        description: descriptionIt.join('\n'),
        descriptionEn: descriptionEn.join('\n'),
        publisher: provider.name,
        market: provider.country,
        currency: provider.currency,
        options: prices.map((option) => ({ ...option, ...amountsOf(option) })),
      },
      clock.now(),
    );
    await audit.record('catalogue.ownServiceCreated', { productId, title: titleIt, isOnSale: given.isOnSale }, null);
    return { productId };
  },
});

/** The cost is not entered: rules that start from the cost start from the price then, never from nothing. */
function amountsOf(option: OwnPrices[number]) {
  const amount = pricePerTerm(option).toFixed();
  return { retailPricePerTerm: amount, costPerTerm: amount };
}

/** Takes the place of a vendor's id; 32 bits, and the database refuses one that is taken. */
function newProductCode(): string {
  return `OWN${randomBytes(4).toString('hex').toUpperCase()}`;
}
