import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { SeatCount } from '#platform/wire.ts';

/** The customer's answers to a product's order form, by the field's name. */
const Answers = z
  .record(z.string().max(60), z.string().trim().max(2000))
  .describe("Answers to the product's order form, by the name of the field.");

/** One offer to buy, on one of its terms. */
export const PurchaseLine = z.object({
  offerId: idOf('offer').describe('Id of the offer.'),
  termDuration: z.string().min(1).max(10).describe('Term, ISO 8601: `P1M`, `P1Y` or `P3Y`.'),
  billingCycle: z.string().min(1).max(20).describe('How it is billed: `monthly`, `annual`, `triennial` or `none`.'),
  seatCount: SeatCount.describe('Number of licences, from 1; the offer has its own minimum and maximum.'),
  answers: Answers.optional(),
});
export type PurchaseLine = z.infer<typeof PurchaseLine>;

/** Buys offers of one vendor; where the vendor needs a tenant, for that tenant. */
export const PurchaseChange = z.object({
  kind: z.literal('purchase'),
  tenantId: idOf('tenant')
    .nullable()
    .describe('Microsoft account (tenant) that the licences are for; null for products that need none.'),
  lines: z.array(PurchaseLine).min(1).max(50).describe('Offers to buy, 1 to 50, all of one vendor.'),
});
export type PurchaseChange = z.infer<typeof PurchaseChange>;
