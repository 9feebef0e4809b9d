import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { languageOfAccount, titleIn } from '../localized-texts.ts';
import type { Offer } from '../offers.ts';
import { ComparedOption } from '../prices/compare-options.ts';
import { readOfferOptions } from '../prices/offer-options.ts';
import { offer } from '../tables.ts';
import { FAMILY_KEYS, PLAN_KEYS, PLANS, type PlanKey, planOf } from './families.ts';
import { PLAN_TEXTS } from './plan-texts.ts';

const FamilyPlan = z
  .object({
    plan: z.string().describe('Key of the plan.'),
    productId: idOf('product').describe('Product of the plan.'),
    offerId: idOf('offer').describe('The plan in the portal.'),
    title: z.string().describe('Title of the plan.'),
    what: z.string().describe('What it is, in a sentence.'),
    included: z.array(z.string()).describe('What is included.'),
    forWhom: z.string().describe('For whom it is.'),
    limits: z.string().describe('What it does not have.'),
    needs: z.string().describe('What must be there before.'),
    seatCountMax: z.number().int().nullable().describe('Most licences of one subscription; null: no limit is known.'),
    isAddOn: z.boolean().describe('It needs another plan beside it.'),
    ownedSeatCount: z.number().int().describe('Licences of it that the account has now.'),
    options: z.array(ComparedOption).describe('Ways to buy it, the cheapest by the month first.'),
  })
  .describe('A plan that the account can buy now.');

export const getFamilies = operation({
  name: 'catalogue.getFamilies',
  description:
    'Returns the families of products that people compare, such as Microsoft 365 Business, with the plans that the ' +
    'account can buy now, in our own words and with the prices of the account.',
  kind: 'read',
  permission: 'catalogue.read',
  input: z.object({ locale: Locale.optional().describe('Language of the words; without it that of the account.') }),
  output: z.object({
    families: z
      .array(
        z.object({
          family: z.enum(FAMILY_KEYS).describe('Key of the family.'),
          name: z.string().describe('Its name.'),
          what: z.string().describe('What its plans are for.'),
          plans: z.array(FamilyPlan).describe('Its plans, in the order in which they grow.'),
        }),
      )
      .describe('Families with a plan on sale.'),
  }),
  async run({ tx, accountId, clock, services }, { locale }) {
    const at = clock.now();
    const offers = await readOffers(tx, at);
    const options = await readOfferOptions(tx, { accountId, offerIds: offers.map(({ id }) => id), at });
    const owned = await services.ownedSeats(tx);
    const language = await languageOfAccount(tx, accountId);
    const texts = PLAN_TEXTS[locale ?? language];
    const shown = (key: PlanKey): z.input<typeof FamilyPlan>[] => {
      const sold = offersOf(key, offers).find(({ id }) => options.has(id));
      if (sold === undefined) return [];
      const { id, productId, seatCountMax, isAddOn } = sold;
      const { included, ...words } = texts.plans[key];
      const ownedSeatCount = offersOf(key, offers).reduce((count, one) => count + (owned.get(one.id) ?? 0), 0);
      return [
        {
          ...{ plan: key, productId, offerId: id, title: titleIn(sold, language), ...words, included: [...included] },
          ...{ seatCountMax, isAddOn, ownedSeatCount, options: options.get(id) ?? [] },
        },
      ];
    };
    return {
      families: FAMILY_KEYS.map((family) => ({
        family,
        ...texts.families[family],
        plans: PLAN_KEYS.filter((key) => PLANS[key].family === family).flatMap(shown),
      })).filter(({ plans }) => plans.length > 0),
    };
  },
});

/** The offers on sale that are a plan of a family. */
async function readOffers(tx: Tx, at: Temporal.Instant): Promise<Offer[]> {
  const productIds = PLAN_KEYS.map((key) => PLANS[key].vendorProductId);
  const found = await tx
    .select()
    .from(offer)
    .where(
      and(
        inArray(offer.vendorProductId, productIds),
        eq(offer.segment, 'commercial'),
        eq(offer.isTrial, false),
        lte(offer.soldFrom, at),
        gt(offer.soldUntil, at),
      ),
    );
  return found.filter((row) => planOf(row.vendorProductId, row.vendorSkuId) !== undefined);
}

/** The offers that are a plan: one, unless the vendor lists it twice. */
function offersOf(key: PlanKey, offers: readonly Offer[]): Offer[] {
  return offers.filter((row) => planOf(row.vendorProductId, row.vendorSkuId) === key);
}
