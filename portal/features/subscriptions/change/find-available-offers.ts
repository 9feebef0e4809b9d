import {
  type AvailableOffers,
  endOfTerm,
  missingPrerequisites,
  renewalPlan,
  type SubscriptionState,
  startOfUtcDay,
} from '@licence-portal/nce';
import { type Offer, readPriceList } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { ownedSkus } from '../owned-skus.ts';
import type { SubscriptionRow } from '../tables.ts';

type Held = Readonly<{ row: SubscriptionRow; offer: Offer; state: SubscriptionState }>;

/** The facts about a subscription's product that the rules need beside the subscription itself. */
export async function findAvailableOffers({ tx, clock }: OperationContext, held: Held): Promise<AvailableOffers> {
  return { ...(await findMissingBase(tx, held)), ...(await findEndOfSale(tx, held, clock.now())) };
}

async function findMissingBase(tx: Tx, { row, offer }: Held): Promise<AvailableOffers> {
  if (offer.prerequisites.length === 0) return {};
  const owned = await ownedSkus(tx, row.tenantId ?? undefined);
  return { isPrerequisiteMissing: missingPrerequisites(offer.prerequisites, owned).length > 0 };
}

/** What has left the shelf is renewed only where the price list still has a price for the day of the renewal. */
async function findEndOfSale(tx: Tx, { row, offer, state }: Held, now: Temporal.Instant): Promise<AvailableOffers> {
  const plan = renewalPlan(state);
  const end = endOfTerm(state);
  const isSold = Temporal.Instant.compare(now, offer.soldUntil) < 0;
  if (isSold || state.isTrial || plan === undefined || end === undefined) return {};
  const priceList = await readPriceList(tx, { accountId: row.accountId, offerIds: [offer.id], at: now });
  const renewsAt = startOfUtcDay(end.on);
  const at = Temporal.Instant.compare(renewsAt, now) < 0 ? now : renewsAt;
  return { isRenewable: priceList({ ...plan, offerId: offer.id }, { at, seatCount: plan.seatCount }) !== undefined };
}
