import { and, countDistinct, eq, gt, lte } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { CATEGORIES, Category } from '../categories.ts';
import { offer, product } from '../tables.ts';

export const listCategories = operation({
  name: 'catalogue.listCategories',
  description: 'Lists the categories that have a product on sale, in the order of the marketplace.',
  kind: 'read',
  permission: 'catalogue.read',
  input: z.object({}),
  output: z.object({
    categories: z
      .array(
        z.object({
          category: Category.describe('Key of the category.'),
          productCount: z.number().int().describe('Products on sale in it, 1 or more.'),
        }),
      )
      .describe('All categories with products; the list has no pages.'),
  }),
  async run({ tx, clock }) {
    const at = clock.now();
    const rows = await tx
      .select({ category: product.category, productCount: countDistinct(product.id) })
      .from(product)
      .innerJoin(offer, eq(offer.productId, product.id))
      .where(and(lte(offer.soldFrom, at), gt(offer.soldUntil, at)))
      .groupBy(product.category);
    const counts = new Map(rows.map((row) => [row.category, row.productCount]));
    return {
      categories: CATEGORIES.flatMap((category) => {
        const productCount = counts.get(category);
        return productCount === undefined ? [] : [{ category, productCount }];
      }),
    };
  },
});
