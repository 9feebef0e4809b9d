import type { Decimal } from 'decimal.js';
import type { Offer, Segment, Sku } from './catalogue.ts';
import { skuKey } from './catalogue.ts';
import type { Fields } from './json.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import { wireInstant } from './wire-json.ts';

/** A discount on one SKU in one term. Names and numbers are invented; the SKUs are real. */
export type Promotion = Readonly<{
  id: string;
  name: string;
  segment: Segment;
  /** Half-open. Most end in 2100, so that some are running at any instant a clock is likely to be moved to. */
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  /** Applies without being named. */
  isAutoApplicable: boolean;
  sku: string;
  termDuration: string;
  billingCycle: string;
  discountPercent: number;
  /** Seats that a customer has with it, those of the purchase included. */
  seatCountMin: number;
  seatCountMax: number;
  /** The number of times that a customer may have it; unlimited if absent. */
  redemptionCountMax?: number;
  /** `product:sku` that the customer must have, active. */
  ownedSku?: string;
  /** Only for customers who have never had the product. */
  isForNewCustomers?: boolean;
}>;

export const PROMOTIONS: readonly Promotion[] = [
  promotion('39NFJQT20000:0001', 'Microsoft 365 E5, first year', {
    isAutoApplicable: true,
    sku: 'CFQ7TTC0LFLZ:0002',
    billingCycle: 'annual',
    discountPercent: 15,
    seatCountMax: 2400,
  }),
  promotion('39NFJQT20000:0002', 'Microsoft 365 Business Premium, ten seats and more', {
    sku: 'CFQ7TTC0LCHC:0002',
    billingCycle: 'annual',
    discountPercent: 10,
    seatCountMin: 10,
    seatCountMax: 300,
    endsAt: Temporal.Instant.from('2028-01-01T00:00:00Z'), // Within reach, so that a renewal can lose its promotion.
  }),
  promotion('39NFJQT20000:0003', 'Planner Plan 1, billed monthly', {
    sku: 'CFQ7TTC0HDB1:0002',
    billingCycle: 'monthly',
    discountPercent: 20,
  }),
  promotion('39NFJQT20000:0005', 'Visio Plan 2, to Microsoft 365 E3', {
    sku: 'CFQ7TTC0HD32:0002',
    billingCycle: 'annual',
    discountPercent: 25,
    ownedSku: 'CFQ7TTC0LFLX:0001',
  }),
  promotion('39NFJQT20000:0006', 'Visio Plan 2, once', {
    sku: 'CFQ7TTC0HD32:0002',
    billingCycle: 'monthly',
    discountPercent: 5,
    redemptionCountMax: 1,
  }),
  promotion('39NFJQT20000:0007', 'Power BI Pro, for new customers', {
    sku: 'CFQ7TTC0LHSF:0001',
    billingCycle: 'annual',
    discountPercent: 10,
    isForNewCustomers: true,
  }),
  promotion('39NFJQT20000:0004', 'Office 365 E3, last year', {
    isAutoApplicable: true,
    sku: 'CFQ7TTC0LF8R:0001',
    billingCycle: 'annual',
    discountPercent: 30,
    endsAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
  }),
];

/** The price of a seat for the whole term, and the promotion that it includes. */
export type LinePrice = Readonly<{ unitPrice: Decimal; promotionId: string | undefined }>;

type Purchase = Readonly<{
  quantity: number;
  termDuration: string;
  billingCycle: string;
  promotionId: string | undefined;
  /** The subscription that renews with it, which does not count against itself. */
  renewed?: SubscriptionRecord;
}>;

export function isRunning(known: Promotion, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(known.startsAt, now) <= 0 && Temporal.Instant.compare(now, known.endsAt) < 0;
}

/**
 * The price with the named or an auto-applicable promotion; without one if it does not fit, for which Microsoft gives
 * no error.
 */
export function priceOf(
  customer: CustomerRecord,
  sku: Sku,
  offer: Offer,
  purchase: Purchase,
  now: Temporal.Instant,
): LinePrice {
  const key = skuKey(sku);
  const fitting = PROMOTIONS.find((known) => {
    if (known.sku !== key) return false;
    const isRequested = purchase.promotionId === undefined ? known.isAutoApplicable : known.id === purchase.promotionId;
    return isRequested && errorsAgainst(known, customer, sku, purchase, now).length === 0;
  });
  if (fitting === undefined) return { unitPrice: offer.unitPrice, promotionId: undefined };
  return { unitPrice: offer.unitPrice.mul(100 - fitting.discountPercent).div(100), promotionId: fitting.id };
}

/**
 * The reasons why a promotion does not apply to a purchase.
 *
 * @source Partner Center, "Promotion resources", PromotionEligibilityError
 */
export function errorsAgainst(
  known: Promotion,
  customer: CustomerRecord,
  sku: Sku,
  purchase: Purchase,
  now: Temporal.Instant,
): Fields[] {
  const errors: Fields[] = [];
  if (!isRunning(known, now) || known.sku !== skuKey(sku)) {
    errors.push({ type: 'InvalidPromotion', description: 'The promotion does not apply to this item now.' });
  }
  if (known.termDuration !== purchase.termDuration || known.billingCycle !== purchase.billingCycle) {
    errors.push({
      type: 'Term',
      description: 'The promotion applies to another term.',
      eligibleTerms: [{ duration: known.termDuration, billingCycle: known.billingCycle }],
    });
  }
  const others = Object.values(customer.subscriptions).filter((record) => record !== purchase.renewed);
  const owned = seatsUnder(others, known);
  const seatCount = owned + purchase.quantity;
  if (seatCount < known.seatCountMin || seatCount > known.seatCountMax) {
    errors.push({
      type: 'SeatCount',
      description: 'The number of licenses is outside what the promotion supports.',
      minimumRequiredSeats: known.seatCountMin,
      maximumRequiredSeats: known.seatCountMax,
      availableSeats: Math.max(0, known.seatCountMax - owned),
    });
  }
  return [...errors, ...errorsOfOwnership(known, others)];
}

/** The reasons in the customer's other subscriptions. */
function errorsOfOwnership(known: Promotion, others: readonly SubscriptionRecord[]): Fields[] {
  const errors: Fields[] = [];
  const { redemptionCountMax, ownedSku } = known;
  const redeemed = others.filter(({ history }) => history.some(({ promotionId }) => promotionId === known.id));
  if (redemptionCountMax !== undefined && redeemed.length >= redemptionCountMax) {
    errors.push({
      type: 'RedemptionLimit',
      description: 'The promotion has been acquired as often as it can be.',
      maxPromotionRedemptionCount: redemptionCountMax,
      remainingPromotionRedemptionCount: 0,
    });
  }
  const isOwned = others.some(({ sku, resource }) => sku === ownedSku && resource.status === 'active');
  if (ownedSku !== undefined && !isOwned) {
    errors.push({
      type: 'PrerequisiteProductOwnership',
      description: `The customer must have an active subscription of ${ownedSku}.`,
    });
  }
  const hadBefore = others.some(({ history }) => history.some(({ sku }) => sku === known.sku));
  if (known.isForNewCustomers && hadBefore) {
    errors.push({ type: 'OfferPurchasedPreviously', description: 'The customer has bought the offer before.' });
  }
  return errors;
}

/** @source Partner Center, "Get a list of product promotions" */
export function promotionResource(known: Promotion): Fields {
  const [productId = '', skuId = ''] = known.sku.split(':');
  return {
    id: known.id,
    name: known.name,
    description: `${known.discountPercent} % off ${known.name}`,
    startDate: wireInstant(known.startsAt),
    endDate: wireInstant(known.endsAt),
    requiredProducts: [
      {
        productId,
        skuId,
        term: { duration: known.termDuration, billingCycle: known.billingCycle },
        pricingPolicies: [{ policyType: 'PercentDiscount', value: known.discountPercent }],
      },
    ],
    constraints: [{ type: 'SeatCount', minimum: known.seatCountMin, maximum: known.seatCountMax }],
    properties: { isAutoApplicable: known.isAutoApplicable },
    isAutoApplicable: known.isAutoApplicable,
    attributes: { objectType: 'Promotion' },
  };
}

function seatsUnder(subscriptions: readonly SubscriptionRecord[], known: Promotion): number {
  return subscriptions
    .filter(({ resource }) => resource.promotionId === known.id && resource.status === 'active')
    .reduce((total, { resource }) => total + resource.quantity, 0);
}

function promotion(
  id: string,
  name: string,
  facts: Pick<Promotion, 'sku' | 'billingCycle' | 'discountPercent'> & Partial<Promotion>,
): Promotion {
  return {
    id,
    name,
    segment: 'commercial',
    startsAt: Temporal.Instant.from('2025-01-01T00:00:00Z'),
    endsAt: Temporal.Instant.from('2100-01-01T00:00:00Z'),
    isAutoApplicable: false,
    termDuration: 'P1Y',
    seatCountMin: 1,
    seatCountMax: 10_000,
    ...facts,
  };
}
