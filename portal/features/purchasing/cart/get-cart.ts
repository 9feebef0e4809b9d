import { type Money, money } from '@licence-portal/nce';
import { multiply, roundLineHalfUp } from '@licence-portal/nce/money';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { PAYMENT_METHODS } from '#features/billing/billing.ts';
import { ComparedOption, OrderForm, offer, readOfferOptions, readPriceList } from '#features/catalogue/catalogue.ts';
import { totalOf } from '#features/orders/orders.ts';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { cartLine } from '../tables.ts';
import { addOnsWithoutBase } from './add-ons-without-base.ts';
import { findCart } from './open-cart.ts';

const Sum = z.object({
  net: DecimalText.describe('Net amount.'),
  tax: DecimalText.describe('VAT on the net amount.'),
  gross: DecimalText.describe('Net plus VAT.'),
});

const Line = z.object({
  lineId: idOf('cartLine').describe('Id of the line of the cart.'),
  offerId: idOf('offer').describe('Id of the offer.'),
  productId: idOf('product').describe('Id of the product.'),
  title: z.string().describe('Title of the offer.'),
  vendor: z.string().describe('Id of the vendor that carries the order out.'),
  isTrial: z.boolean().describe('It is a free trial.'),
  isAddOn: z.boolean().describe('It is an add-on, which needs a base product.'),
  termDuration: z.string().describe('Term, ISO 8601: `P1M`, `P1Y` or `P3Y`.'),
  billingCycle: z.string().describe('How it is billed: `monthly`, `annual`, `triennial` or `none`.'),
  seatCount: z.number().int().describe('Number of licences.'),
  seatCountMin: z.number().int().describe('Smallest number of licences that the offer allows.'),
  seatCountMax: z.number().int().nullable().describe('Greatest number that the offer allows; null without a maximum.'),
  seenUnitPricePerCycle: DecimalText.describe('Net price of one licence when the line was last added or changed.'),
  unitPricePerCycle: DecimalText.nullable().describe(
    'Net price of one licence for one billing cycle now; null when it is no longer sold on these terms.',
  ),
  options: z
    .array(ComparedOption)
    .describe('Terms and billing cycles in which it can be bought now, the cheapest by the month first.'),
  netPerCycle: DecimalText.nullable().describe('Net price of the whole line for one billing cycle.'),
  orderForm: OrderForm.nullable().describe("The product's order form; null when it has none."),
  answers: z.record(z.string(), z.string()).nullable().describe('Answers to the order form, by the name of the field.'),
  missingPrerequisites: z
    .array(z.string())
    .nullable()
    .describe('Titles of base products that the add-on lacks, at most three; null when nothing is missing.'),
});

export const getCart = operation({
  name: 'purchasing.getCart',
  description:
    "Returns the caller's cart with today's prices beside those that were seen, and the totals of today, of each month " +
    'and of each year. Lines that are no longer sold count nothing.',
  kind: 'read',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: z.object({
    lines: z.array(Line).describe('Lines of the cart.'),
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
    totals: z
      .object({
        today: Sum.describe('Due today.'),
        monthly: Sum.describe('Due each month.'),
        yearly: Sum.describe('Due each year.'),
      })
      .describe('Totals.'),
    needsTenant: z.boolean().describe('The cart can be ordered only for a Microsoft account (tenant).'),
    hasSeveralVendors: z
      .boolean()
      .describe('It holds products of several vendors and cannot be ordered: an order is for one vendor.'),
    tenantId: idOf('tenant').nullable().describe('The chosen Microsoft account (tenant); null before it is chosen.'),
    paymentMethod: z.enum(PAYMENT_METHODS).nullable().describe('The chosen payment method; null before it is chosen.'),
    ownReference: z.string().nullable().describe("The customer's internal reference."),
  }),
  async run(context) {
    const cart = await findCart(context);
    const lines = cart === undefined ? [] : await readLines(context, cart.id);
    const [own] = await context.tx
      .select({ vatRate: account.vatRate, currency: account.currency })
      .from(account)
      .where(eq(account.id, context.accountId));
    assert(own !== undefined, 'the account is there');
    const { currency } = own;
    const sumOf = (cycles: readonly string[]) => {
      const nets = lines
        .filter((line) => cycles.includes(line.billingCycle))
        .flatMap(({ net }) => (net === null ? [] : [net.amount]));
      const { net, tax, gross } = totalOf(nets, own.vatRate, currency);
      return { net: net.toFixed(2), tax: tax.toFixed(2), gross: gross.toFixed(2) };
    };
    return {
      lines: lines.map(({ net, ...line }) => ({
        ...line,
        netPerCycle: net?.amount.toFixed(2) ?? null,
      })),
      currency,
      totals: {
        today: sumOf(['monthly', 'annual', 'triennial', 'one_time', 'none']),
        monthly: sumOf(['monthly']),
        yearly: sumOf(['annual']),
      },
      needsTenant: lines.some(({ vendor }) => context.services.vendors[vendor]?.needsTenant === true),
      hasSeveralVendors: new Set(lines.map(({ vendor }) => vendor)).size > 1,
      tenantId: cart?.tenantId ?? null,
      paymentMethod: cart?.paymentMethod ?? null,
      ownReference: cart?.ownReference ?? null,
    };
  },
});

async function readLines(context: OperationContext, cartId: (typeof cartLine.$inferSelect)['cartId']) {
  const { tx, accountId, clock } = context;
  const rows = await tx
    .select({ line: cartLine, offer })
    .from(cartLine)
    .innerJoin(offer, eq(offer.id, cartLine.offerId))
    .where(eq(cartLine.cartId, cartId))
    .orderBy(asc(cartLine.createdAt), asc(cartLine.id));
  const missing = await addOnsWithoutBase(
    tx,
    rows.map((row) => row.offer),
  );
  const query = { accountId, offerIds: rows.map(({ offer }) => offer.id), at: clock.now() };
  const priceList = await readPriceList(tx, query);
  const options = await readOfferOptions(tx, query);
  return rows.map(({ line, offer }) => {
    const priced = priceList(line);
    const option = priced?.isSold ? priced : undefined;
    const net: Money | null =
      option === undefined
        ? null
        : roundLineHalfUp(multiply(money(option.unitPricePerCycle, option.currency), line.seatCount));
    return {
      lineId: line.id,
      offerId: offer.id,
      productId: offer.productId,
      title: priced?.offer.title ?? offer.title,
      vendor: offer.vendor,
      isTrial: offer.isTrial,
      isAddOn: offer.isAddOn,
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      seatCount: line.seatCount,
      seatCountMin: offer.seatCountMin,
      seatCountMax: offer.seatCountMax,
      seenUnitPricePerCycle: line.seenUnitPricePerCycle.toFixed(),
      unitPricePerCycle: option?.unitPricePerCycle.toFixed() ?? null,
      options: options.get(offer.id) ?? [],
      orderForm: offer.orderForm,
      answers: line.answers === null ? null : { ...line.answers },
      missingPrerequisites: missing.has(offer.id) ? [...(missing.get(offer.id) ?? [])] : null,
      net,
    };
  });
}
