import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { decimal, instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import type { Facts } from '#platform/refusal.ts';
import type { UpgradeTargetReading } from './upgrade/upgrade-reader.ts';

export type StoredBatch = Readonly<{ seatCount: number; refundableUntil: string; addedAt?: string }>;
export type StoredRefundOption = Readonly<{ type: string; expiresAt?: string }>;
export type StoredInstructions = Readonly<{
  seatCount?: number;
  termDuration?: string;
  billingCycle?: string;
  productId?: string;
  skuId?: string;
  promotionId?: string;
  customEndsBefore?: string;
}>;
export type StoredAction = Readonly<{
  scheduleType: string;
  actionType: string;
  effectiveOn?: string;
  instructions?: StoredInstructions;
}>;

/** The changes scheduled for the end of the term. Dates and instants are ISO text. */
export type StoredSchedule = Readonly<{ nextTerm: StoredInstructions | null; actions: readonly StoredAction[] }>;

/** A value that a change requested and that the vendor's next answer does not show. */
export type Difference = Readonly<{ field: string; requested: string; found: string }>;

/** A customer's subscription, as the vendor last reported it. */
export const subscription = pgTable('subscription', {
  id: uuid('id').$type<Id<'subscription'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>(),
  offerId: uuid('offer_id').$type<Id<'offer'>>(),
  orderId: uuid('order_id').$type<Id<'order'>>(),
  vendor: text('vendor').notNull(),
  vendorSubscriptionId: text('vendor_subscription_id').notNull(),
  /** What everybody sees: the account's own name, else the vendor's. */
  name: text('name').notNull(),
  ownName: text('own_name'),
  /** Null for a row of a version that knew no own names. */
  vendorName: text('vendor_name'),
  costCentre: text('cost_centre'),
  seatCount: integer('seat_count').notNull(),
  termDuration: text('term_duration').notNull(),
  billingCycle: text('billing_cycle').notNull(),
  /** Of the next term where it differs: after months of an extension, that of the term before them. */
  renewalTermDuration: text('renewal_term_duration'),
  startsOn: plainDate('starts_on').notNull(),
  endsBefore: plainDate('ends_before').notNull(),
  status: text('status').notNull(),
  isSuspended: boolean('is_suspended').notNull(),
  isTrial: boolean('is_trial').notNull(),
  isExtended: boolean('is_extended').notNull(),
  /** It has no month-to-month extension: without a renewal it ends. */
  neverExtends: boolean('never_extends').notNull(),
  autoRenew: boolean('auto_renew').notNull(),
  termEndOutcome: text('term_end_outcome').$type<TermEndOutcome>().notNull(),
  /** The customer's net price of one seat for one charge cycle, not rounded, locked until the term ends. */
  unitPricePerCycle: decimal('unit_price_per_cycle').notNull(),
  currency: text('currency').notNull(),
  /** The billing cycle from the next charge on, and the customer's price for it; both or neither. */
  nextBillingCycle: text('next_billing_cycle'),
  nextUnitPricePerCycle: decimal('next_unit_price_per_cycle'),
  purchasedOrRenewedAt: instant('purchased_or_renewed_at').notNull(),
  /** Exclusive; null where the vendor does not say. */
  cancellationAllowedUntil: instant('cancellation_allowed_until'),
  /** Null where the vendor does not say. */
  refundable: jsonb('refundable').$type<readonly StoredBatch[]>(),
  /**
   * The latest of all batches seen in this term, exclusive. Vendors stop reporting a batch once its window has closed.
   */
  lastWindowClosesAt: instant('last_window_closes_at'),
  refundOptions: jsonb('refund_options').$type<readonly StoredRefundOption[]>().notNull(),
  scheduled: jsonb('scheduled').$type<StoredSchedule>().notNull(),
  /** The vendor's whole answer. */
  resource: jsonb('resource').$type<Readonly<Record<string, unknown>>>().notNull(),
  /** The parts of the last change that the vendor has not applied; null when it has applied all. */
  differences: jsonb('differences').$type<readonly Difference[]>(),
  readAt: instant('read_at').notNull(),
  /** On the movable clock; null for a subscription that cannot change any more. */
  readAgainAt: instant('read_again_at'),
  /** Exclusive: cycles that begin before this day are in the ledger. Null where the ledger has not begun. */
  chargedUntil: plainDate('charged_until'),
  /** Null where nothing more will be charged in the present term. */
  nextChargeOn: plainDate('next_charge_on'),
  /** The vendor has shown other seats while an order was open: to be compared with the ledger when it is over. */
  checksSeats: boolean('checks_seats').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** `ended`: the subscription has ended already. The others are those of `EndOfTermOutcome`. */
export const TERM_END_OUTCOMES = ['renews', 'ends', 'extendsMonthly', 'unknown', 'ended'] as const;
export type TermEndOutcome = (typeof TERM_END_OUTCOMES)[number];

export type SubscriptionRow = typeof subscription.$inferSelect;

export type SubscriptionEventKind =
  | 'started'
  | 'upgraded'
  | 'seatsChanged'
  | 'renewalChanged'
  | 'renewed'
  | 'extended'
  | 'suspended'
  | 'reactivated'
  | 'ended'
  | 'cancelled'
  | 'differencesFound';

/** An event of a subscription, found by comparing two answers of the vendor; appended, never changed. */
export const subscriptionEvent = pgTable('subscription_event', {
  id: uuid('id').$type<Id<'subscriptionEvent'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().notNull(),
  kind: text('kind').$type<SubscriptionEventKind>().notNull(),
  facts: jsonb('facts').$type<Facts>().notNull(),
  happenedAt: instant('happened_at').notNull(),
});

/** What a subscription can become within its term, as the vendor last answered. */
export const upgradeReading = pgTable('upgrade_reading', {
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  targets: jsonb('targets').$type<readonly UpgradeTargetReading[]>().notNull(),
  readAt: instant('read_at').notNull(),
});

/** A price as it is stored in JSON: an exact decimal. */
export type StoredPrice = Readonly<{ amount: string; currency: string }>;
/** Prices of the next term by the price list; what it does not have is left out. */
export type StoredPrices = Readonly<{
  nextTermUnitPricePerCycle?: StoredPrice;
  extendedTermPrice?: StoredPrice;
  monthlyTermPrice?: StoredPrice;
  annualTermPrice?: StoredPrice;
}>;

/**
 * The expected charges of a subscription, if nobody changes it. Elements of the arrays belong together by their place,
 * one for each charge, the next first.
 */
export const subscriptionForecast = pgTable('subscription_forecast', {
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  chargedOn: plainDate('charged_on').array().notNull(),
  net: decimal('net').array().notNull(),
  currency: text('currency').array().notNull(),
  /** These four are what the net comes from, for charges whose seats have changed since. */
  seatCount: integer('seat_count').array().notNull(),
  unitPricePerCycle: decimal('unit_price_per_cycle').array().notNull(),
  billedDays: integer('billed_days').array().notNull(),
  cycleDays: integer('cycle_days').array().notNull(),
  prices: jsonb('prices').$type<StoredPrices>().notNull(),
  priceListVersion: bigint('price_list_version', { mode: 'number' }).notNull(),
  /** Exclusive: charges from this day on are not computed yet. Null where no more will come. */
  computedUntil: plainDate('computed_until'),
});

/** One row, changed with every change of prices and price rules. */
export const priceListState = pgTable('price_list_state', {
  id: boolean('id').primaryKey().default(true),
  version: bigint('version', { mode: 'number' }).notNull(),
  /** Prices that have begun or ended by their dates are counted up to this instant; null: none are yet. */
  datesCheckedAt: instant('dates_checked_at'),
});
