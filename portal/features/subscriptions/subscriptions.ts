import { findHindrance } from './change/find-change-blocker.ts';
import { cancellation, quoteCancellation } from './change/quote-cancellation.ts';
import { quoteSeatChange, seatChange } from './change/quote-seat-change.ts';
import { getSubscription } from './get-subscription.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { readDueSubscriptions } from './sync/read-due-subscriptions.pass.ts';
import { readSubscription } from './sync/read-subscription.job.ts';
import { getEndOfTerm } from './term-end/get-end-of-term.ts';
import { quoteRenewalChoice, renewalChoice } from './term-end/quote-renewal-choice.ts';

/** The changes that an order can make to a subscription, for vendors and for `ChangesByKind`. */
export { type CancelChange, OrderedChange, type RenewalChange, type SeatChange } from './change/ordered-change.ts';
/** A change as the rules know it. */
export { changeInRules } from './change/to-subscription-change.ts';
/** How many seats of each offer the account holds, for the marketplace. */
export { ownedSeats } from './owned-seats.ts';
/** What the account has, for the rules of add-ons; and what those rules must know of one subscription. */
export { ownedSkus } from './owned-skus.ts';
/** What the present term will still cost if nobody changes anything. */
export { chargesLeft } from './remaining-charges.ts';
/** A subscription as the rules of New Commerce see it: a stored one, and what a vendor has just shown. */
export { subscriptionState, unpricedState } from './subscription-state.ts';
/** What a change asked for, and where the vendor's answer differs from it. */
export { differencesFrom, type Wanted } from './sync/differences.ts';
/** A subscription as a vendor's adapter reports it, and how the portal asks a vendor for one. */
export type { SubscriptionReader, SubscriptionReading } from './sync/reading.ts';
/** Stores what a vendor says of a subscription, after an order and whenever it is read again. */
export { storeReadSubscription } from './sync/store-read-subscription.ts';
/** Tables that other modules join for names, seats and dates. */
export { type SubscriptionRow, subscription, subscriptionEvent } from './tables.ts';
/** What can follow the present term costs by the price list of a moment, of many subscriptions at once. */
export { listNextTermPrices } from './term-end/next-term-prices.ts';
/** The operations that quote a change, for the demo's seed and for test data. */
/** One subscription, for the tests of vendors. */
export { getSubscription, quoteCancellation, quoteRenewalChoice, quoteSeatChange };

/** How changes to a subscription are quoted, for `Services.changeKinds`. */
export const subscriptionChangeKinds = { seats: seatChange, renewal: renewalChoice, cancel: cancellation };

export const subscriptionsOperations = [
  listSubscriptions,
  getSubscription,
  getEndOfTerm,
  findHindrance,
  quoteSeatChange,
  quoteRenewalChoice,
  quoteCancellation,
];
export const subscriptionsJobs = [readSubscription];
export const subscriptionsPasses = [readDueSubscriptions];
