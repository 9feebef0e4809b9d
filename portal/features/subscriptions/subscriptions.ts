import { findChangeBlocker } from './change/find-change-blocker.ts';
import { cancellation, quoteCancellation } from './change/quote-cancellation.ts';
import { quoteSeatChange, seatChange } from './change/quote-seat-change.ts';
import { chargeDue } from './charging/charge-due-cycles.pass.ts';
import { computeForecasts } from './forecast/compute-forecasts.pass.ts';
import { getSubscription } from './get-subscription.ts';
import { describeSubscription } from './inventory/describe-subscription.ts';
import { getInventoryLines } from './inventory/get-inventory-lines.ts';
import { summarizeSubscriptions } from './inventory/summarize-subscriptions.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { readDueOfCustomer } from './sync/read-due-of-customer.job.ts';
import { readDueSubscriptions } from './sync/read-due-subscriptions.pass.ts';
import { readSubscription } from './sync/read-subscription.job.ts';
import { getEndOfTerm } from './term-end/get-end-of-term.ts';
import { getNextTerm } from './term-end/get-next-term.ts';
import { quoteRenewalChoice, renewalChoice } from './term-end/quote-renewal-choice.ts';
import { getUpgradeOptions } from './upgrade/get-upgrade-options.ts';
import { quoteUpgrade, upgrade } from './upgrade/quote-upgrade.ts';
import { readUpgradeTargets } from './upgrade/read-upgrade-targets.ts';

/** The changes that an order can make to a subscription, for vendors and for `ChangesByKind`. */
export { type CancelChange, DirectChange, type RenewalChange, type SeatChange } from './change/ordered-change.ts';
/** What an order puts back after its change, because the vendor deletes it. */
export { type RestoredSchedule, scheduleToRestore } from './change/restored-schedule.ts';
/** A change in the terms of the rules of New Commerce. */
export { type NextProduct, toSubscriptionChange } from './change/to-subscription-change.ts';
/** What the inventory needs of services and their people; `licences` implements it. */
export type { AssignedSeatsReader, ServiceRenamer } from './inventory/service-of-subscription.ts';
/** The seats of each offer that the account has, for the marketplace. */
export { ownedSeats } from './owned-seats.ts';
/** The products that the account has, for the rules of add-ons. */
export { ownedSkus } from './owned-skus.ts';
/** The remaining charges of the present term. */
export { remainingCharges } from './remaining-charges.ts';
/** A subscription as the rules of New Commerce see it: a stored one, and one that a vendor has just reported. */
export { subscriptionState, unpricedState } from './subscription-state.ts';
/** The state that a change requests, and its differences from the vendor's answer. */
export { differencesFrom, type RequestedState } from './sync/differences.ts';
/** Notifies customers that the end of a term is not as it was chosen. */
export { notifyOfDrift } from './sync/notify-of-drift.ts';
/** Reads subscriptions again of which a vendor says that they have changed. */
export { readAgain } from './sync/read-again.ts';
/** A subscription as a vendor's adapter reports it, and how the portal asks a vendor for one. */
export type { SubscriptionReader, SubscriptionReading } from './sync/reading.ts';
/** Stores a vendor's answer about a subscription, after an order and whenever it is read again. */
export { storeReadSubscription } from './sync/store-read-subscription.ts';
/** Tables that other modules join for names, seats and dates. */
export { type SubscriptionRow, subscription, subscriptionEvent, subscriptionForecast } from './tables.ts';
/** The prices of the next term, of many subscriptions at once. */
export { listNextTermPrices } from './term-end/next-term-prices.ts';
/** The renewals that an import of prices changes, for the catalogue. */
export { touchedRenewals } from './term-end/touched-renewals.ts';
/** An upgrade as it was ordered, in the terms of the rules; how seats move, and what vendors list. */
export { transitionOf } from './upgrade/plan-upgrade.ts';
/** Names the people who hold seats of a subscription; `licences` implements it. */
export type { SeatHoldersReader } from './upgrade/seat-holders.ts';
export { UpgradeChange } from './upgrade/upgrade-change.ts';
export {
  chooseTransition,
  findTarget,
  type UpgradeReader,
  type UpgradeTargetReading,
} from './upgrade/upgrade-reader.ts';
/** The operations that quote a change, for the demo's seed and for test data. */
/** One subscription, for the tests of vendors. */
export { getSubscription, quoteCancellation, quoteRenewalChoice, quoteSeatChange, quoteUpgrade, readUpgradeTargets };

/** The kinds of change that this module quotes, for `Services.changeKinds`. */
export const subscriptionChangeKinds = { seats: seatChange, renewal: renewalChoice, cancel: cancellation, upgrade };

/** The operations, jobs and passes of this module, for the registry of the shell. */
export const subscriptionsOperations = [
  listSubscriptions,
  summarizeSubscriptions,
  getInventoryLines,
  describeSubscription,
  getSubscription,
  getEndOfTerm,
  getNextTerm,
  findChangeBlocker,
  quoteSeatChange,
  quoteRenewalChoice,
  quoteCancellation,
  readUpgradeTargets,
  getUpgradeOptions,
  quoteUpgrade,
];
export const subscriptionsJobs = [readDueOfCustomer, readSubscription];
export const subscriptionsPasses = [chargeDue, readDueSubscriptions, computeForecasts];
