import { asc, count, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { Category } from '../categories.ts';
import { offer, product } from '../tables.ts';
import { isOnSale, OWN_VENDOR } from './own-offer.ts';
import { OwnProductId } from './own-service-schema.ts';

const OwnServiceRow = z.object({
  productId: OwnProductId,
  titleIt: z.string().describe('Name in Italian.'),
  titleEn: z.string().nullable().describe('Name in English; null: the texts are in Italian only.'),
  category: Category.describe('Category in the marketplace.'),
  isOnSale: z.boolean().describe('Customers see and buy it now.'),
  createdAt: InstantText.describe('Time at which it was added, UTC.'),
});

export const listOwnServices = operation({
  name: 'catalogue.listOwnServices',
  description: 'Lists the services that the provider fulfils by hand, on sale or not, by name.',
  kind: 'read',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(OwnServiceRow),
  async run({ tx, clock }, request) {
    const isOwn = eq(product.vendor, OWN_VENDOR);
    const rows = await tx
      .select({ product, offer })
      .from(product)
      .innerJoin(offer, eq(offer.productId, product.id))
      .where(isOwn)
      .orderBy(asc(product.title), asc(product.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx.select({ count: count() }).from(product).where(isOwn);
    return {
      items: rows.map((row) => ({
        productId: row.product.id,
        titleIt: row.product.title,
        titleEn: row.product.titleEn,
        category: Category.parse(row.product.category),
        isOnSale: isOnSale(row.offer, clock.now()),
        createdAt: row.product.createdAt.toString(),
      })),
      total: all?.count ?? 0,
    };
  },
});
