import {
  endOfTerm,
  type Money,
  money,
  type QuotePrices,
  type RenewalPlan,
  renewalPlan,
  type SubscriptionState,
  type UpcomingCharge,
  upcomingCharges,
  utcDate,
} from '@licence-portal/nce';
import { subscriptionState } from '../subscription-state.ts';
import type { StoredPrice, StoredPrices, SubscriptionRow } from '../tables.ts';

/** The months that the dashboard shows: the present one and twelve more. */
export const MONTHS_SHOWN = 13;
/** Rows reach further, so that the pass has all the time of a month or two to compute the next ones. */
const MONTHS_AHEAD = MONTHS_SHOWN + 2;

/** The first day that a forecast of today leaves out. */
export function forecastEnd(today: Temporal.PlainDate, months = MONTHS_AHEAD): Temporal.PlainDate {
  return today.with({ day: 1 }).add({ months });
}

/** The outcomes at the end of the term whose prices a forecast needs. */
export function followingOutcomes(state: SubscriptionState): ('renews' | 'extendsMonthly')[] {
  const outcome = endOfTerm(state)?.outcome;
  return outcome === 'renews' || outcome === 'extendsMonthly' ? [outcome] : [];
}

/**
 * The charges of a stored subscription from the first of a day's month on, if nobody changes it. Which billing a cycle
 * has is decided by the day on which the vendor's answer was read: as long as no newer answer is here, the forecast
 * stays the same from one day to the next.
 *
 * @param prices  of the next term, by the price list of the day
 */
export function forecastCharges(
  row: SubscriptionRow,
  prices: QuotePrices,
  period: Readonly<{ today: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>,
): UpcomingCharge[] {
  const state = subscriptionState(row, undefined);
  const renewed = prices.nextTermUnitPricePerCycle ?? presentPrice(state, renewalPlan(state));
  return upcomingCharges(
    state,
    { startsOn: period.today.with({ day: 1 }), endsBefore: period.endsBefore },
    { ...prices, nextTermUnitPricePerCycle: renewed },
    row.readAt,
  );
}

/** A plan that the price list no longer has continues at its present price, if the next term is to be the same. */
function presentPrice(state: SubscriptionState, plan: RenewalPlan | undefined): Money | undefined {
  const isSame = plan?.termDuration === state.termDuration && plan.billingCycle === state.billingCycle;
  return isSame && !state.isTrial ? state.unitPricePerCycle : undefined;
}

/** Whether a forecast of the one answer holds for the other too. */
export function hasSameForecast(one: SubscriptionRow, other: SubscriptionRow): boolean {
  return forecastBasis(one) === forecastBasis(other);
}

/** Whether the next term costs the same for both, whatever the seats. */
export function hasSamePrices(one: SubscriptionRow, other: SubscriptionRow): boolean {
  return priceBasis(one) === priceBasis(other);
}

function forecastBasis(row: SubscriptionRow): string {
  const { seatCount, startsOn, endsBefore, unitPricePerCycle, currency, nextUnitPricePerCycle, readAt } = row;
  return JSON.stringify([
    priceBasis(row),
    seatCount,
    startsOn.toString(),
    endsBefore.toString(),
    unitPricePerCycle.toFixed(),
    currency,
    nextUnitPricePerCycle?.toFixed(),
    // Decides which cycles have begun with the billing of before.
    nextUnitPricePerCycle === null ? null : utcDate(readAt).toString(),
  ]);
}

function priceBasis({ offerId, status, isTrial, termDuration, billingCycle, ...row }: SubscriptionRow): string {
  const { nextBillingCycle, renewalTermDuration, autoRenew, scheduled } = row;
  // Terms that end before a certain day end otherwise: the day is part of what decides the outcome.
  const endsBefore = row.endsBefore.toString();
  return JSON.stringify(
    [
      ...[
        offerId,
        status,
        isTrial,
        termDuration,
        billingCycle,
        renewalTermDuration,
        nextBillingCycle,
        autoRenew,
        endsBefore,
      ],
      ...[scheduled.nextTerm, scheduled.actions],
    ],
    byKey,
  );
}

/** The database gives the keys of JSON in an order of its own. */
function byKey(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function storePrices({
  nextTermUnitPricePerCycle,
  monthlyTermPrice,
  annualTermPrice,
}: QuotePrices): StoredPrices {
  return {
    ...(nextTermUnitPricePerCycle && { nextTermUnitPricePerCycle: storePrice(nextTermUnitPricePerCycle) }),
    ...(monthlyTermPrice && { monthlyTermPrice: storePrice(monthlyTermPrice) }),
    ...(annualTermPrice && { annualTermPrice: storePrice(annualTermPrice) }),
  };
}

export function revivePrices({
  nextTermUnitPricePerCycle,
  monthlyTermPrice,
  annualTermPrice,
}: StoredPrices): QuotePrices {
  return {
    ...(nextTermUnitPricePerCycle && { nextTermUnitPricePerCycle: revivePrice(nextTermUnitPricePerCycle) }),
    ...(monthlyTermPrice && { monthlyTermPrice: revivePrice(monthlyTermPrice) }),
    ...(annualTermPrice && { annualTermPrice: revivePrice(annualTermPrice) }),
  };
}

function storePrice({ amount, currency }: Money): StoredPrice {
  return { amount: amount.toFixed(), currency };
}

function revivePrice({ amount, currency }: StoredPrice): Money {
  return money(amount, currency);
}
