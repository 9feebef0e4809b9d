import { type AvailableOffers, type Decimal, type Money, type SubscriptionState, utcDate } from '@licence-portal/nce';
import { sum } from '@licence-portal/nce/money';
import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { cyclesInLedger } from '#features/billing/billing.ts';
import { catalogueVendorOf, getOffer, type Offer } from '#features/catalogue/catalogue.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
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
  const policy = catalogueVendorOf(context.services, row.vendor).policyOf({
    isTrial: row.isTrial,
    vendorProductId: offer?.vendorProductId ?? '',
  });
  const state = { ...subscriptionState(row, offer), paidThisCycle, policy };
  const availableOffers = offer === undefined ? {} : await findAvailableOffers(context, { row, offer, state });
  return { row, offer, taxRate, availableOffers, state };
}

/**
 * The sum that the customer has paid for the charge cycle of today. Undefined where the ledger does not have its
 * beginning: the portal found the subscription in the middle of it.
 */
async function findPaidThisCycle({ tx, clock }: OperationContext, row: SubscriptionRow): Promise<Money | undefined> {
  const startsOn = utcDate(clock.now());
  const cycles = await cyclesInLedger(tx, row.id, { startsOn, endsBefore: startsOn.add({ days: 1 }) });
  if (!cycles.some(({ isCharged }) => isCharged)) return undefined;
  return sum(
    cycles.map(({ paid }) => paid),
    row.currency,
  );
}
