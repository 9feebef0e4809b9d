import { startOfUtcDay, termStarting, utcDate } from '@licence-portal/nce';
import { windowsOpenedAt } from '@licence-portal/nce/internals';
import { and, asc, desc, eq, gt, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText, Locale } from '#platform/wire.ts';
import { type CatalogueVendor, catalogueVendorOf } from './catalogue-vendor.ts';
import { Category } from './categories.ts';
import { planOf } from './families/families.ts';
import { PLAN_TEXTS } from './families/plan-texts.ts';
import { descriptionIn, type LocalizedTexts, languageOfAccount, ReaderLanguage, titleIn } from './localized-texts.ts';
import type { Offer } from './offers.ts';
import { OrderForm } from './order-form.ts';
import { ComparedOption } from './prices/compare-options.ts';
import { readOfferOptions } from './prices/offer-options.ts';
import { offer, product } from './tables.ts';

const Prerequisite = z.object({
  vendorIds: z.string().describe('The vendor’s ids of the plan, as `ProductId:SkuId`.'),
  title: z.string().nullable().describe('Title of the plan; null where the catalogue does not have it.'),
  productId: idOf('product').nullable().describe('Product of the plan; null where the catalogue does not have it.'),
});

const ShownOffer = z
  .object({
    offerId: idOf('offer').describe('Id of the plan in the portal.'),
    vendorProductId: z.string().describe('The vendor’s id of the product.'),
    vendorSkuId: z.string().describe('The vendor’s id of the plan within the product, four characters.'),
    title: z.string().describe('Title of the plan.'),
    description: z.string().describe('Description of the plan; may be empty.'),
    about: z
      .object({
        what: z.string().describe('What it is, in a sentence.'),
        included: z.array(z.string()).describe('What is included.'),
        forWhom: z.string().describe('For whom it is.'),
        limits: z.string().describe('What it does not have.'),
        needs: z.string().describe('What must be there before.'),
      })
      .nullable()
      .describe('The plan in our own words, in the language that was asked for; null where there are none.'),
    segment: z.string().describe('Customers it is sold to: `commercial`, `education`, `government`, `charity`.'),
    isTrial: z.boolean().describe('It is a free trial.'),
    isAddOn: z.boolean().describe('It needs another plan beside it.'),
    seatCountMin: z.number().int().describe('Fewest licences of one subscription.'),
    seatCountMax: z.number().int().nullable().describe('Most licences of one subscription; null: no limit is known.'),
    prerequisites: z.array(Prerequisite).describe('Plans of which one must be owned or bought too.'),
    undoUntil: InstantText.nullable().describe(
      'Instant until which a purchase made now could be undone, or a trial kept from becoming paid; null where no ' +
        'such window opens with the purchase.',
    ),
    ownedSeatCount: z.number().int().describe('Licences of it that the account has now.'),
    orderForm: OrderForm.nullable().describe('Questions that an order of it must answer; null: none.'),
    options: z
      .array(ComparedOption)
      .describe('Terms and billing cycles to choose from, the cheapest by the month first.'),
  })
  .describe('A plan of the product that can be bought now.');
export type ShownOffer = z.infer<typeof ShownOffer>;

export const getProduct = operation({
  name: 'catalogue.getProduct',
  description:
    'Reads a product with every plan that the account can buy now, priced in the market and currency of the account.',
  kind: 'read',
  permission: 'catalogue.read',
  input: z.object({
    productId: idOf('product').describe('Id of the product in the portal.'),
    locale: ReaderLanguage,
  }),
  output: z.object({
    productId: idOf('product').describe('Id of the product in the portal.'),
    vendor: z.string().describe('Id of the vendor that sells it.'),
    vendorProductId: z.string().describe('The vendor’s id of the product.'),
    title: z.string().describe('Title of the product.'),
    publisher: z.string().describe('Company that makes it; may be empty.'),
    category: Category.describe('Category in the marketplace.'),
    description: z.string().describe('Description of the product; may be empty.'),
    descriptionLanguage: Locale.describe('Language of the descriptions of the product and of its plans.'),
    offers: z.array(ShownOffer).describe('Plans with a price for the account; the usual ones first.'),
  }),
  refusals: ['catalogue.productNotFound'],
  async run({ tx, accountId, clock, services }, { productId, locale }) {
    const [found] = await tx.select().from(product).where(eq(product.id, productId));
    if (found === undefined) throw new Refusal('catalogue.productNotFound');

    const at = clock.now();
    const offers = await listOffersOnSale(tx, found, at);
    const options = await readOfferOptions(tx, { accountId, offerIds: offers.map(({ id }) => id), at });
    const titles = await titlesOf(tx, offers);
    const owned = await services.ownedSeats(tx);
    const vendor = catalogueVendorOf(services, found.vendor);
    const language = await languageOfAccount(tx, accountId);
    const inWords = (texts: LocalizedTexts) => descriptionIn(texts, locale ?? language, vendor.descriptionLanguage);
    const description = inWords(found);
    const named = (row: Offer) => ({ ...row, title: titleIn(row, language), description: inWords(row).text });
    return {
      productId: found.id,
      vendor: found.vendor,
      vendorProductId: found.vendorProductId,
      title: titleIn(found, language),
      publisher: found.publisher,
      category: Category.parse(found.category),
      description: description.text,
      descriptionLanguage: description.language,
      offers: offers
        .map((row) =>
          shownOffer(named(row), {
            titles,
            owned,
            options: options.get(row.id) ?? [],
            language: locale ?? language,
            undoUntil: undoUntil(vendor, row, at),
          }),
        )
        .filter((shown) => shown.options.length > 0),
    };
  },
});

function listOffersOnSale(tx: Tx, { id, title }: typeof product.$inferSelect, at: Temporal.Instant): Promise<Offer[]> {
  return tx
    .select()
    .from(offer)
    .where(and(eq(offer.productId, id), lte(offer.soldFrom, at), gt(offer.soldUntil, at)))
    .orderBy(
      desc(eq(offer.segment, 'commercial')),
      asc(offer.isTrial),
      asc(offer.isAddOn),
      desc(eq(offer.title, title)),
      asc(offer.title),
      asc(offer.vendorSkuId),
    );
}

type OfferTitle = Readonly<{ title: string; productId: Id<'product'> }>;

function shownOffer(
  row: Offer,
  known: {
    titles: ReadonlyMap<string, OfferTitle>;
    owned: ReadonlyMap<string, number>;
    options: ComparedOption[];
    language: Locale;
    undoUntil: Temporal.Instant | undefined;
  },
): z.input<typeof ShownOffer> {
  const plan = planOf(row.vendorProductId, row.vendorSkuId);
  const about = plan === undefined ? undefined : PLAN_TEXTS[known.language].plans[plan];
  return {
    offerId: row.id,
    vendorProductId: row.vendorProductId,
    vendorSkuId: row.vendorSkuId,
    title: row.title,
    description: row.description,
    about: about === undefined ? null : { ...about, included: [...about.included] },
    segment: row.segment,
    isTrial: row.isTrial,
    isAddOn: row.isAddOn,
    seatCountMin: row.seatCountMin,
    seatCountMax: row.seatCountMax,
    prerequisites: row.prerequisites.map((vendorIds) => ({
      vendorIds,
      ...(known.titles.get(vendorIds) ?? { title: null, productId: null }),
    })),
    undoUntil: known.undoUntil?.toString() ?? null,
    ownedSeatCount: known.owned.get(row.id) ?? 0,
    orderForm: row.orderForm,
    options: known.options,
  };
}

/** The end of the window of a purchase; of a trial, the end of its month, until when its renewal can be turned off. */
function undoUntil(vendor: CatalogueVendor, row: Offer, at: Temporal.Instant): Temporal.Instant | undefined {
  if (!vendor.opensWindowsAtPurchase) return undefined;
  if (row.isTrial) return startOfUtcDay(termStarting(utcDate(at), 'P1M').endsBefore);
  return windowsOpenedAt(at, vendor.policyOf(row)).cancellationAllowedUntil;
}

/** The offers that prerequisites name, by `ProductId:SkuId`. */
async function titlesOf(tx: Tx, offers: readonly Offer[]): Promise<Map<string, OfferTitle>> {
  const pairs = [...new Set(offers.flatMap((row) => row.prerequisites))];
  if (pairs.length === 0) return new Map();
  const rows = await tx
    .select({
      title: offer.title,
      productId: offer.productId,
      vendorProductId: offer.vendorProductId,
      vendorSkuId: offer.vendorSkuId,
    })
    .from(offer)
    .where(
      or(
        ...pairs.map((pair) => {
          const [vendorProductId = '', vendorSkuId = ''] = pair.split(':');
          return and(eq(offer.vendorProductId, vendorProductId), eq(offer.vendorSkuId, vendorSkuId));
        }),
      ),
    );
  return new Map(
    rows.map(({ title, productId, vendorProductId, vendorSkuId }) => [
      `${vendorProductId}:${vendorSkuId}`,
      { title, productId },
    ]),
  );
}
