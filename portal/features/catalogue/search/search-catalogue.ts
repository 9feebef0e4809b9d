import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Locale, PageRequest, pageOf, SearchText } from '#platform/wire.ts';
import { catalogueVendorOf } from '../catalogue-vendor.ts';
import { Category } from '../categories.ts';
import { planOfProduct } from '../families/families.ts';
import { PLAN_TEXTS } from '../families/plan-texts.ts';
import { descriptionIn, type LocalizedTexts, languageOfAccount, ReaderLanguage, titleIn } from '../localized-texts.ts';
import { LowestPrice, lowestPrices } from '../prices/lowest-prices.ts';
import { findProducts, getMarket } from './find-products.ts';

const FoundProduct = z
  .object({
    productId: idOf('product').describe('Id of the product in the portal.'),
    title: z.string().describe('Title of the product.'),
    description: z
      .string()
      .describe('What it is: in our words for a product of a family, else the first line of the description, if any.'),
    descriptionLanguage: Locale.describe('Language of the description.'),
    publisher: z.string().describe('Company that makes it; may be empty.'),
    category: Category.describe('Category in the marketplace.'),
    segments: z.array(z.string()).describe('Segments of the plans found.'),
    offerCount: z.number().int().describe('Plans found.'),
    hasTrial: z.boolean().describe('One of the plans found is a free trial.'),
    isAddOn: z.boolean().describe('Every plan found needs another plan beside it.'),
    ownedSeatCount: z.number().int().describe('Licences of its plans that the account has now.'),
    fromPrice: LowestPrice.nullable().describe('Lowest price of a paid plan for the account; null where it has none.'),
  })
  .describe('A product with a plan that was found.');

export const searchCatalogue = operation({
  name: 'catalogue.searchCatalogue',
  description:
    'Searches the products on sale by the words of their titles and by the vendor’s ids, in any order; accents and ' +
    'typing errors are forgiven. Without text it lists all products by category and title. Prices are those of the account.',
  kind: 'read',
  permission: 'catalogue.read',
  input: PageRequest.extend({
    search: SearchText,
    locale: ReaderLanguage,
    category: Category.optional().describe('Only products of this category.'),
    segment: z
      .string()
      .max(40)
      .optional()
      .describe('Only plans for these customers: `commercial`, `education`, `government`, `charity`.'),
  }),
  output: pageOf(FoundProduct).extend({
    categories: z
      .array(
        z.object({
          category: Category.describe('Key of the category.'),
          count: z.number().int().describe('Products that the search finds in it.'),
        }),
      )
      .describe('Categories of the products found in the segment, in the order of the marketplace.'),
    segments: z
      .array(
        z.object({
          segment: z.string().describe('Key of the segment.'),
          count: z.number().int().describe('Products that the search finds in it.'),
        }),
      )
      .describe('Segments of the products found in the category, the most frequent first.'),
    isExact: z.boolean().describe('False when only words similar to the search were found.'),
  }),
  async run({ tx, accountId, clock, services }, query) {
    const at = clock.now();
    const { found, isExact } = await findProducts(
      tx,
      services.catalogueSearch,
      { at, market: await getMarket(tx, accountId) },
      query,
    );
    const productIds = found.products.map((product) => product.productId);
    const prices = await lowestPrices(tx, { productIds, segment: query.segment, accountId, at });
    const owned = productIds.length === 0 ? new Map<string, number>() : await services.ownedSeats(tx);
    const language = await languageOfAccount(tx, accountId);
    const reader = query.locale ?? language;
    const inWords = (texts: LocalizedTexts, vendor: string) =>
      descriptionIn(texts, reader, catalogueVendorOf(services, vendor).descriptionLanguage);
    return {
      items: found.products.map(({ offerIds, vendor, vendorProductId, titleEn, descriptionEn, ...product }) => ({
        ...product,
        title: titleIn({ ...product, titleEn }, language),
        ...described(inOurWords(vendorProductId, reader) ?? inWords({ ...product, titleEn, descriptionEn }, vendor)),
        ownedSeatCount: offerIds.reduce((count, offerId) => count + (owned.get(offerId) ?? 0), 0),
        fromPrice: prices.get(product.productId) ?? null,
      })),
      total: found.total,
      categories: [...found.categories],
      segments: [...found.segments],
      isExact,
    };
  },
});

/** What a product of a family is, in our words. */
function inOurWords(vendorProductId: string, language: Locale) {
  const plan = planOfProduct(vendorProductId);
  return plan && { text: PLAN_TEXTS[language].plans[plan].what, language };
}

/** The first line of a description. */
function described({ text, language }: { text: string; language: Locale }) {
  return { description: text.split('\n')[0] ?? '', descriptionLanguage: language };
}

/** Reads the seats that the account of a transaction has now, by offer; empty without an account. */
export type OwnedSeatsReader = (tx: Tx) => Promise<ReadonlyMap<string, number>>;
