import {
  endOfTerm,
  money,
  type QuotePrices,
  type RenewalPlan,
  renewalPlan,
  type SubscriptionState,
  startOfUtcDay,
} from '@licence-portal/nce';
import { findOfferOfSameVendor, findPaidOffers, type PriceList, readPriceList } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { extensionPrices } from './renewed-price.ts';

type OfferId = Id<'offer'>;
type Held = Readonly<{ accountId: AccountId; offerId: OfferId | null; state: SubscriptionState }>;
/** A subscription, and the outcomes at the end of its term whose prices are needed. */
type PriceQuery = Held & Readonly<{ following: readonly ('renews' | 'extendsMonthly')[] }>;

/**
 * The prices of what can follow the present term, by the price list of that day as it is known now; they may change by
 * then, and the pages say so. A price that the list does not have is left out.
 */
export async function nextTermPrices(tx: Tx, held: Held, at: Temporal.Instant): Promise<QuotePrices> {
  const [prices = {}] = await listNextTermPrices(tx, [{ ...held, following: ['renews', 'extendsMonthly'] }], at);
  return prices;
}

/** The same for several subscriptions, in their order. The price list is read once for each account. */
export async function listNextTermPrices(
  tx: Tx,
  queries: readonly PriceQuery[],
  at: Temporal.Instant,
): Promise<QuotePrices[]> {
  const renewals = await renewedOffers(tx, queries);
  const extended = queries.map(({ offerId, following }) => (following.includes('extendsMonthly') ? offerId : null));
  const wanted = queries.map(({ accountId }, index) => ({
    accountId,
    offerIds: [extended[index], renewals[index]?.offerId].flatMap((offerId) => offerId ?? []),
  }));
  const priceLists = await readPriceLists(tx, wanted, at);
  return queries.map(({ accountId, state }, index) => {
    const priceList = priceLists.get(accountId) ?? NOTHING_SOLD;
    const end = endOfTerm(state);
    const from = laterOf(at, end && startOfUtcDay(end.on));
    return {
      ...extensionPricesOf(priceList, extended[index] ?? null, from),
      nextTermUnitPricePerCycle: renewedUnitPrice(priceList, renewals[index], {
        at: from,
        seatCount: end?.seatCount ?? state.seatCount,
      }),
    };
  });
}

const NOTHING_SOLD: PriceList = () => undefined;

/** A term that should have ended is renewed at the prices of now. */
function laterOf(one: Temporal.Instant, other: Temporal.Instant | undefined): Temporal.Instant {
  return other !== undefined && Temporal.Instant.compare(other, one) > 0 ? other : one;
}

/** The price list of each account, for its own offers alone: those of a hundred accounts would be priced for each. */
async function readPriceLists(
  tx: Tx,
  wanted: readonly Readonly<{ accountId: AccountId; offerIds: readonly OfferId[] }>[],
  at: Temporal.Instant,
): Promise<ReadonlyMap<AccountId, PriceList>> {
  const priceLists = new Map<AccountId, PriceList>();
  for (const [accountId, own] of Map.groupBy(wanted, (one) => one.accountId)) {
    const offerIds = own.flatMap((one) => one.offerIds);
    priceLists.set(accountId, await readPriceList(tx, { accountId, offerIds, at }));
  }
  return priceLists;
}

function extensionPricesOf(priceList: PriceList, offerId: OfferId | null, at: Temporal.Instant) {
  return offerId === null ? {} : extensionPrices(priceList, offerId, at);
}

type Renewal = Readonly<{ offerId: OfferId; plan: RenewalPlan }>;

/** The offer and plan that each renews as; undefined where its price is not needed or the offer is not known. */
async function renewedOffers(tx: Tx, queries: readonly PriceQuery[]): Promise<(Renewal | undefined)[]> {
  const renewing = queries.map(({ offerId, state, following }) => {
    const plan = following.includes('renews') ? renewalPlan(state) : undefined;
    return offerId === null || plan === undefined ? undefined : { offerId, plan, isTrial: state.isTrial };
  });
  const trials = renewing.flatMap((one) => (one?.isTrial ? [one.offerId] : []));
  const paidOffers = await findPaidOffers(tx, trials);
  const renewals: (Renewal | undefined)[] = [];
  for (const one of renewing) {
    const offerId = one && (await renewedOfferId(tx, one, paidOffers));
    renewals.push(one && offerId && { offerId, plan: one.plan });
  }
  return renewals;
}

/**
 * The offer of the next term: another product where one is planned, which is rare enough for a look-up of its own; for
 * a trial, the product that was tried.
 */
async function renewedOfferId(
  tx: Tx,
  { offerId, plan, isTrial }: Renewal & Readonly<{ isTrial: boolean }>,
  paidOffers: ReadonlyMap<OfferId, OfferId>,
): Promise<OfferId | undefined> {
  const { productId, skuId } = plan;
  if (productId !== undefined && skuId !== undefined) {
    return (
      await findOfferOfSameVendor(tx, offerId, { vendorProductId: productId, vendorSkuId: skuId.padStart(4, '0') })
    )?.id;
  }
  return isTrial ? paidOffers.get(offerId) : offerId;
}

function renewedUnitPrice(
  priceList: PriceList,
  renewal: Renewal | undefined,
  when: Readonly<{ at: Temporal.Instant; seatCount: number }>,
) {
  const option = renewal && priceList({ ...renewal.plan, offerId: renewal.offerId }, when);
  return option && money(option.unitPricePerCycle, option.currency);
}
