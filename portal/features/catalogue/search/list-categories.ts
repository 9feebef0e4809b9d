import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Category } from '../categories.ts';
import { getMarket } from './find-products.ts';

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
  async run({ tx, accountId, clock, services }) {
    const index = await services.catalogueSearch.current(tx);
    const counts = index.countByCategory({
      atMs: clock.now().epochMilliseconds,
      market: await getMarket(tx, accountId),
    });
    return { categories: counts.map(({ category, count }) => ({ category, productCount: count })) };
  },
});
