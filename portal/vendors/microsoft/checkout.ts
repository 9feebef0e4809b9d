import { type CheckoutResult, type Order, PartnerCenterHttpError } from '@licence-portal/partner-center';
import { and, eq, isNotNull, ne } from 'drizzle-orm';
import { type JsonObject, orderStep, type StepContext, type StepOutcome } from '#features/orders/orders.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { renewAgreement } from './await-agreement.ts';
import { type CartedLine, type MadeCart, makeCart } from './create-cart.ts';
import { microsoftStep, rejectionOfCode } from './error-outcome.ts';

/*
 * Buys the contents of the cart. The request id is stored before it is sent, and a time-out, a crash or a lost answer
 * sends the same request again, which Microsoft carries out once. Should Microsoft have forgotten the id, it answers
 * that the cart was submitted: then its orders are looked up, and nothing is sent again.
 */
export const checkout = microsoftStep(async (context) => {
  const cart = cartOf(context);
  try {
    return await buy(context, cart, 'checkout');
  } catch (error) {
    if (!(error instanceof PartnerCenterHttpError)) throw error;
    if (error.code === CART_SUBMITTED) return findPurchase(context, cart);
    if (error.code === AGREEMENT_NOT_VALID) return renewAgreement(context);
    if (!CART_STALE.has(Number(error.code))) throw error;
    // The cart has expired, or an availability has changed: the same lines once more, in a new cart.
    const renewed = await makeCart(context, cart.customerId, 'renewedCart');
    return 'status' in renewed ? renewed : buy(context, renewed, 'renewedCheckout');
  }
});

/** A line of the order as Microsoft bought it. */
export type BoughtLine = Readonly<{ lineId: string; orderId: string; lineItemNumber: number }>;

/** Between the ids of Microsoft's orders, as the provider reads them. */
const REFERENCE_SEPARATOR = ', ';
const CART_SUBMITTED = 800065;
/** No valid acceptance of the Microsoft Customer Agreement. @source Partner Center, "Error codes" */
const AGREEMENT_NOT_VALID = 13605;
/** Cart not found, errors in its lines, availability not found. @source Partner Center, "Error codes" */
const CART_STALE: ReadonlySet<number> = new Set([800008, 800009, 400019]);

function cartOf({ results }: StepContext): MadeCart {
  const cart = results.createCart;
  assert(cart !== undefined && typeof cart.cartId === 'string', 'the cart was made');
  return cart as unknown as MadeCart;
}

async function buy(context: StepContext, cart: MadeCart, request: string): Promise<StepOutcome> {
  const { services, requestIdOf, signal } = context;
  const options = { requestId: requestIdOf(request), signal };
  const result = await services.microsoft.client.carts.checkout(cart, options);
  return outcomeOf(cart, result);
}

/** Orders were made, or groups of lines refused, or both. */
function outcomeOf(cart: MadeCart, { orders, orderErrors }: CheckoutResult): StepOutcome {
  const refusals = cart.lines.flatMap((line) => {
    const error = orderErrors.find(({ orderGroupId }) => orderGroupId === line.orderGroup);
    if (error === undefined) return [];
    const note = `${error.code}: ${error.description ?? ''}`;
    return [{ line, refusal: rejectionOfCode(error.code, note) }];
  });
  const [first] = refusals;
  if (first !== undefined && refusals.length === cart.lines.length) return first.refusal;

  const refused = new Set(refusals.map(({ line }) => line.lineId));
  const bought = matchLines(
    cart.lines.filter(({ lineId }) => !refused.has(lineId)),
    orders,
  );
  return done(
    bought,
    refusals.map(({ line, refusal: { code, facts, note } }) => ({
      lineId: line.lineId as Id<'orderLine'>,
      code,
      facts,
      note,
    })),
  );
}

/** Finds an earlier purchase of the cart: the customer's newest orders with exactly these lines. */
async function findPurchase(context: StepContext, cart: MadeCart): Promise<StepOutcome> {
  const { items } = await context.services.microsoft.client.orders.list(cart.customerId, { signal: context.signal });
  const since = context.order.placedAt;
  const known = await ordersOfOthers(context);
  const candidates = items
    .filter((order) => isPurchase(order) && !known.has(order.id))
    .filter(({ creationDate }) => creationDate !== undefined && isSince(creationDate, since))
    .toSorted((left, right) => (right.creationDate ?? '').localeCompare(left.creationDate ?? ''));
  const bought = matchLines(cart.lines, candidates);
  if (bought.length === cart.lines.length) return done(bought, []);
  return {
    status: 'stuck',
    code: 'purchaseUnclear',
    facts: {},
    note: `cart ${cart.cartId} was submitted; its orders were not found`,
  };
}

/** Microsoft's orders that belong to other orders of the account. */
async function ordersOfOthers({ order, inTransaction }: StepContext): Promise<ReadonlySet<string>> {
  const rows = await inTransaction(({ tx }) =>
    tx
      .select({ reference: orderStep.vendorReference })
      .from(orderStep)
      .where(
        and(eq(orderStep.name, 'checkout'), ne(orderStep.orderId, order.id), isNotNull(orderStep.vendorReference)),
      ),
  );
  return new Set(rows.flatMap(({ reference }) => (reference ?? '').split(REFERENCE_SEPARATOR)));
}

/**
 * A person placed the order. Renewals and the like are orders that Microsoft creates by itself.
 *
 * @source Partner Center, "Order resources", transactionType: UserPurchase, SystemPurchase, SystemBilling
 */
function isPurchase({ transactionType }: Order): boolean {
  return transactionType === undefined || transactionType.toLowerCase() === 'userpurchase';
}

function isSince(creationDate: string, since: Temporal.Instant): boolean {
  const created = Temporal.Instant.from(/Z|[+-]\d\d:?\d\d$/.test(creationDate) ? creationDate : `${creationDate}Z`);
  return Temporal.Instant.compare(created, since) >= 0;
}

function done(
  bought: readonly BoughtLine[],
  failedLines: Extract<StepOutcome, { status: 'done' }>['failedLines'],
): StepOutcome {
  const orderIds = [...new Set(bought.map(({ orderId }) => orderId))];
  return {
    status: 'done',
    vendorReference: orderIds.join(REFERENCE_SEPARATOR),
    result: { lines: bought } satisfies JsonObject,
    ...(failedLines !== undefined && { failedLines }),
  };
}

/** Microsoft's orders do not name the cart's lines: each is matched by item, term, billing cycle and quantity. */
function matchLines(lines: readonly CartedLine[], orders: readonly Order[]): BoughtLine[] {
  const left = orders.flatMap((order) => order.lineItems.map((item) => ({ order, item })));
  return lines.flatMap((line) => {
    const index = left.findIndex(
      ({ order, item }) =>
        item.offerId.toUpperCase().startsWith(`${line.item}:`) &&
        item.quantity === line.quantity &&
        (item.termDuration === undefined || item.termDuration === line.termDuration) &&
        (order.billingCycle === undefined || order.billingCycle.toLowerCase() === line.billingCycle),
    );
    const [match] = index === -1 ? [] : left.splice(index, 1);
    if (match === undefined) return [];
    return [{ lineId: line.lineId, orderId: match.order.id, lineItemNumber: match.item.lineItemNumber }];
  });
}
