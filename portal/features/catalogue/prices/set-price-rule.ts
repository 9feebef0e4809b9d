import { Decimal } from '@licence-portal/nce';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { priceRule, product } from '../tables.ts';
import { findOfferByVendorIds } from './offer-option.ts';
import { PRICE_BASES } from './price-rules.ts';

/** Typed by a person: a comma is a point. More than 1,000 % is a slip of the pen. */
const Percent = z
  .string()
  .trim()
  .transform((text) => text.replace(',', '.').replace(/^\+/, ''))
  .pipe(z.string().regex(/^-?\d{1,4}(\.\d{1,4})?$/, 'input.notPercent'))
  .pipe(
    z.string().refine((text) => new Decimal(text).gte(-100) && new Decimal(text).lte(1000), 'input.percentOutOfRange'),
  );

const VendorId = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{1,20}$/, 'input.notVendorId');

/** What a rule speaks of. Products and offers are named by Microsoft's ids, as they stand in the price sheet. */
const Subject = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everything') }),
  z.object({ scope: z.literal('segment'), segment: z.string().trim().toLowerCase().min(1).max(40) }),
  z.object({ scope: z.literal('product'), vendorProductId: VendorId }),
  z.object({ scope: z.literal('offer'), vendorProductId: VendorId, vendorSkuId: VendorId }),
]);

/** Sets how prices are made for everything, a segment, a product or an offer; a rule for the same subject is replaced. */
export const setPriceRule = operation({
  name: 'catalogue.setPriceRule',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: Subject.and(z.object({ base: z.enum(PRICE_BASES), percent: Percent })),
  output: z.object({ ruleId: idOf('priceRule') }),
  refusals: ['catalogue.productNotFound', 'catalogue.offerNotFound'],
  async run({ tx, clock, audit }, { base, percent, ...subject }) {
    const target = await targetOf(tx, subject);
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
  scope: z.infer<typeof Subject>['scope'];
  segment: string | null;
  productId: Id<'product'> | null;
  offerId: Id<'offer'> | null;
}>;

async function targetOf(tx: Tx, subject: z.infer<typeof Subject>): Promise<Target> {
  const nothing = { segment: null, productId: null, offerId: null };
  switch (subject.scope) {
    case 'everything':
      return { ...nothing, scope: subject.scope };
    case 'segment':
      return { ...nothing, scope: subject.scope, segment: subject.segment };
    case 'product': {
      const [found] = await tx
        .select({ id: product.id })
        .from(product)
        .where(and(eq(product.vendor, 'microsoft'), eq(product.vendorProductId, subject.vendorProductId)));
      if (found === undefined) throw new Refusal('catalogue.productNotFound');
      return { ...nothing, scope: subject.scope, productId: found.id };
    }
    case 'offer': {
      const found = await findOfferByVendorIds(tx, { ...subject, vendorSkuId: subject.vendorSkuId.padStart(4, '0') });
      if (found === undefined) throw new Refusal('catalogue.offerNotFound');
      return { ...nothing, scope: subject.scope, offerId: found.id };
    }
  }
}
