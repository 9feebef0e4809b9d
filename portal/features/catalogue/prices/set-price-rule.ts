import { Decimal } from '@licence-portal/nce';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation, type Services } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { priceSheetVendorOf } from '../catalogue-vendor.ts';
import { findOfferByVendorIds } from '../offers.ts';
import { priceRule, product } from '../tables.ts';
import { PRICE_BASES } from './price-rules.ts';

/** As people type it, with a comma or a point. More than 1,000 percent is taken for a typing error. */
const Percent = z
  .string()
  .trim()
  .transform((text) => text.replace(',', '.').replace(/^[+]/, '').replace(/^−/, '-'))
  .pipe(z.string().regex(/^-?\d{1,4}(\.\d{1,4})?$/, 'input.notPercent'))
  .pipe(
    z.string().refine((text) => new Decimal(text).gte(-100) && new Decimal(text).lte(1000), 'input.percentOutOfRange'),
  )
  .describe('Percent added to the base, -100 to 1000, at most four decimals.');

const VendorId = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{1,20}$/, 'input.notVendorId');

const VendorProductId = VendorId.describe('The vendor’s id of the product, as in its price sheet.');
const Vendor = z
  .string()
  .max(40)
  .optional()
  .describe('Id of the vendor; may be left out when a single vendor publishes price sheets.');

/** The offers that a rule covers. Products and plans are named by the vendor's ids, as in its price sheet. */
const Subject = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everything').describe('All offers.') }),
  z.object({
    scope: z.literal('segment').describe('The offers of one segment.'),
    segment: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(40)
      .describe('Key of the segment: `commercial`, `education`, `government`, `charity`.'),
  }),
  z.object({
    scope: z.literal('product').describe('All plans of one product.'),
    vendor: Vendor,
    vendorProductId: VendorProductId,
  }),
  z.object({
    scope: z.literal('offer').describe('One plan.'),
    vendor: Vendor,
    vendorProductId: VendorProductId,
    vendorSkuId: VendorId.describe('The vendor’s id of the plan within the product; zeros in front may be left out.'),
  }),
]);
type Subject = z.infer<typeof Subject>;

export const setPriceRule = operation({
  name: 'catalogue.setPriceRule',
  description:
    'Sets how customers’ prices are made for everything, a segment, a product or a plan. A rule for the same subject ' +
    'is replaced. New prices show at once; running subscriptions keep theirs until renewal.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: Subject.and(
    z.object({
      base: z
        .enum(PRICE_BASES)
        .describe('`retail`: the recommended price of the price sheet; `cost`: the cost of the provider.'),
      percent: Percent,
    }),
  ),
  output: z.object({ ruleId: idOf('priceRule').describe('Id of the rule.') }),
  refusals: ['catalogue.productNotFound', 'catalogue.offerNotFound', 'catalogue.vendorUnknown'],
  async run({ tx, clock, audit, services }, { base, percent, ...subject }) {
    const target = await targetOf(tx, services, subject);
    const values = { base, percent: new Decimal(percent), updatedAt: clock.now() };
    const [rule] = await tx
      .insert(priceRule)
      .values({ ...target, ...values })
      .onConflictDoUpdate({
        target: [priceRule.scope, priceRule.segment, priceRule.productId, priceRule.offerId],
        set: values,
      })
      .returning({ id: priceRule.id });
    assert(rule !== undefined, 'the rule was not stored');
    await audit.record('catalogue.priceRuleSet', { ruleId: rule.id, ...target, base, percent }, null);
    return { ruleId: rule.id };
  },
});

type Target = Readonly<{
  scope: Subject['scope'];
  segment: string | null;
  productId: Id<'product'> | null;
  offerId: Id<'offer'> | null;
}>;

async function targetOf(tx: Tx, services: Services, subject: Subject): Promise<Target> {
  const nothing = { segment: null, productId: null, offerId: null };
  switch (subject.scope) {
    case 'everything':
      return { ...nothing, scope: subject.scope };
    case 'segment':
      return { ...nothing, scope: subject.scope, segment: subject.segment };
    case 'product': {
      const vendor = priceSheetVendorOf(services, subject.vendor);
      const [found] = await tx
        .select({ id: product.id })
        .from(product)
        .where(and(eq(product.vendor, vendor), eq(product.vendorProductId, subject.vendorProductId)));
      if (found === undefined) throw new Refusal('catalogue.productNotFound');
      return { ...nothing, scope: subject.scope, productId: found.id };
    }
    case 'offer': {
      const { vendorProductId } = subject;
      const found = await findOfferByVendorIds(tx, {
        vendor: priceSheetVendorOf(services, subject.vendor),
        vendorProductId,
        vendorSkuId: subject.vendorSkuId.padStart(4, '0'),
      });
      if (found === undefined) throw new Refusal('catalogue.offerNotFound');
      return { ...nothing, scope: subject.scope, offerId: found.id };
    }
  }
}
