import { cyclesPerTerm, Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { AmountText, SeatCount } from '#platform/wire.ts';
import { Category } from '../categories.ts';
import { OrderForm } from '../order-form.ts';
import { OWN_OPTIONS, optionKey } from './own-options.ts';

const KEYS: readonly string[] = OWN_OPTIONS.map(optionKey);

export const OwnProductId = idOf('product').describe('Id of the service: that of its product in the portal.');

const Title = z.string().trim().min(1).max(100);
const Description = z.array(z.string().trim().min(1).max(1000)).max(20);
const ServiceUrl = z
  .string()
  .trim()
  .max(300)
  .pipe(z.url({ protocol: /^https$/, error: 'input.notHttpsAddress' }));

/** What a service is, in words and numbers. */
export const OwnServiceFields = {
  titleIt: Title.describe('Name in Italian, 1 to 100 characters.'),
  titleEn: Title.describe('Name in English, 1 to 100 characters.'),
  descriptionIt: Description.describe('Paragraphs of the description in Italian; none: no description.'),
  descriptionEn: Description.describe('Paragraphs of the description in English; none: no description.'),
  category: Category.describe('Category in the marketplace.'),
  seatCountMin: SeatCount.describe('Fewest licences of one subscription, 1 or more.'),
  seatCountMax: SeatCount.nullable().describe('Most licences of one subscription; null: no limit.'),
  serviceUrl: ServiceUrl.nullable().describe('Address under which the service is used, https; null: none.'),
};

/** Questions of the order form; the pages keep them as they are. */
export const OwnOrderForm = OrderForm.max(20);

export const OwnPrice = z
  .object({
    termDuration: z.enum(['P1M', 'P1Y', 'P3Y']).describe('Term, ISO 8601: a month, a year, three years.'),
    billingCycle: z.enum(['monthly', 'annual', 'triennial']).describe('How often it is charged within the term.'),
    pricePerCycle: AmountText.describe('Net price of one licence and one charge, zero or more, at most two decimals.'),
  })
  .refine((option) => KEYS.includes(optionKey(option)), { message: 'input.unknownOption' });

/** The ways to buy with their prices, each once. */
export const OwnPrices = z
  .array(OwnPrice)
  .min(1, { message: 'input.priceMissing' })
  .max(OWN_OPTIONS.length)
  .refine((options) => new Set(options.map(optionKey)).size === options.length, { message: 'input.optionTwice' })
  .describe('Terms and billing cycles that can be bought, each with its price. The others are not sold.');
export type OwnPrices = z.infer<typeof OwnPrices>;

/** The price of one licence for the whole term: `price per charge × charges of the term`. */
export function pricePerTerm({ termDuration, billingCycle, pricePerCycle }: OwnPrices[number]): Decimal {
  return new Decimal(pricePerCycle).times(cyclesPerTerm(termDuration, billingCycle) ?? 1);
}

/** @returns true unless the most is less than the fewest */
export function areBoundsInOrder(given: { seatCountMin: number; seatCountMax: number | null }): boolean {
  return given.seatCountMax === null || given.seatCountMax >= given.seatCountMin;
}

export const BOUNDS_REVERSED = { path: ['seatCountMax'], message: 'input.boundsReversed' };
