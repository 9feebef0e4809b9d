import {
  type AvailableOffers,
  type Decimal,
  type Money,
  money,
  type SubscriptionState,
  utcDate,
} from '@licence-portal/nce';
import { sum } from '@licence-portal/nce/money';
import { and, eq, gt, lte } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { charge } from '#features/billing/billing.ts';
import { catalogueVendorOf, getOffer, type Offer } from '#features/catalogue/catalogue.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { subscriptionState } from '../subscription-state.ts';
import { type SubscriptionRow, subscription } from '../tables.ts';
import { findAvailableOffers } from './find-available-offers.ts';

export type Changeable = Readonly<{
  row: SubscriptionRow;
  /** Undefined for a product that is not in the catalogue. */
  offer: Offer | undefined;
  state: SubscriptionState;
  availableOffers: AvailableOffers;
  /** VAT (IVA), 0 to 1. */
  taxRate: Decimal;
}>;

/**
 * Reads a subscription with everything that the rules need to judge a change.
 *
 * @throws Refusal `subscriptions.notFound`
 */
export async function getChangeable(
  context: OperationContext,
  subscriptionId: Id<'subscription'>,
): Promise<Changeable> {
  const [found] = await context.tx
    .select({ row: subscription, taxRate: account.vatRate })
    .from(subscription)
    .innerJoin(account, eq(account.id, subscription.accountId))
    .where(eq(subscription.id, subscriptionId));
  if (found === undefined) throw new Refusal('subscriptions.notFound');

  const { row, taxRate } = found;
  const offer = row.offerId === null ? undefined : await getOffer(context.tx, row.offerId);
  const paidThisCycle = await findPaidThisCycle(context, row);
  const availableOffers = await findAvailableOffers(context.tx, row, offer);
  const policy = catalogueVendorOf(context.services, row.vendor).policyOf({
    isTrial: row.isTrial,
    vendorProductId: offer?.vendorProductId ?? '',
  });
  return { row, offer, taxRate, availableOffers, state: { ...subscriptionState(row, offer), paidThisCycle, policy } };
}

/**
 * The sum that the customer has paid for the charge cycle of today. Undefined where the cycle was not begun by an order
 * of the portal: the cycles after it are not in its ledger.
 */
async function findPaidThisCycle({ tx, clock }: OperationContext, row: SubscriptionRow): Promise<Money | undefined> {
  const today = utcDate(clock.now());
  const charges = await tx
    .select({ code: charge.code, net: charge.net, currency: charge.currency })
    .from(charge)
    .where(and(eq(charge.subscriptionId, row.id), lte(charge.cycleStartsOn, today), gt(charge.cycleEndsBefore, today)));
  if (!charges.some(({ code }) => code === 'purchase')) return undefined;
  assert(
    charges.every(({ currency }) => currency === row.currency),
    `charges of ${row.id} in two currencies`,
  );
  return sum(
    charges.map(({ net, currency }) => money(net, currency)),
    row.currency,
  );
}
