import { type Money, money, multiply, roundLineHalfUp } from '@licence-portal/nce';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { OrderForm, offer, readPriceList } from '#features/catalogue/catalogue.ts';
import { totalOf } from '#features/orders/orders.ts';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { cartLine } from '../tables.ts';
import { addOnsWithoutBase } from './add-ons-without-base.ts';
import { findCart } from './open-cart.ts';

const Sum = z.object({ net: DecimalText, tax: DecimalText, gross: DecimalText });

/**
 * The caller's cart as it is now: each line with today's price beside the one that was seen, and totals apart for what is paid
 * today, what comes each month and what comes each year. Lines that are no longer sold count nothing.
 */
export const getCart = operation({
  name: 'purchasing.get',
  kind: 'read',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: z.object({
    lines: z.array(
      z.object({
        lineId: idOf('cartLine'),
        offerId: idOf('offer'),
        productId: idOf('product'),
        title: z.string(),
        vendor: z.string(),
        isTrial: z.boolean(),
        isAddOn: z.boolean(),
        termDuration: z.string(),
        billingCycle: z.string(),
        seatCount: z.number().int(),
        seatCountMin: z.number().int(),
        seatCountMax: z.number().int().nullable(),
        seenUnitPricePerCycle: DecimalText,
        /** Null: not sold any more on these terms. */
        unitPricePerCycle: DecimalText.nullable(),
        netPerCycle: DecimalText.nullable(),
        orderForm: OrderForm.nullable(),
        answers: z.record(z.string(), z.string()).nullable(),
        /** An add-on without its base product: products that would do, at most three; null when nothing is missing. */
        missingPrerequisites: z.array(z.string()).nullable(),
      }),
    ),
    currency: z.string(),
    totals: z.object({ today: Sum, monthly: Sum, yearly: Sum }),
    needsMicrosoftAccount: z.boolean(),
    /** One order holds one vendor's products: this cart cannot be ordered as it is. */
    hasSeveralVendors: z.boolean(),
    tenantId: idOf('tenant').nullable(),
    paymentMethod: z.enum(['onAccount', 'prepaidCredit']).nullable(),
    ownReference: z.string().nullable(),
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
      lines: lines.map(({ net, currency: _currency, ...line }) => ({
        ...line,
        netPerCycle: net?.amount.toFixed(2) ?? null,
      })),
      currency,
      totals: {
        today: sumOf(['monthly', 'annual', 'triennial', 'one_time', 'none']),
        monthly: sumOf(['monthly']),
        yearly: sumOf(['annual']),
      },
      needsMicrosoftAccount: lines.some(({ vendor }) => context.services.vendors[vendor]?.needsTenant === true),
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
  const priceList = await readPriceList(tx, {
    accountId,
    offerIds: rows.map(({ offer }) => offer.id),
    at: clock.now(),
  });
  return rows.map(({ line, offer }) => {
    const option = priceList(line);
    const net: Money | null =
      option === undefined
        ? null
        : roundLineHalfUp(multiply(money(option.unitPricePerCycle, option.currency), line.seatCount));
    return {
      lineId: line.id,
      offerId: offer.id,
      productId: offer.productId,
      title: offer.title,
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
      orderForm: offer.orderForm,
      answers: line.answers === null ? null : { ...line.answers },
      missingPrerequisites: missing.has(offer.id) ? [...(missing.get(offer.id) ?? [])] : null,
      net,
      currency: line.currency,
    };
  });
}
