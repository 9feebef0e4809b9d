/** A subscription as a vendor's adapter reports it, and how the house asks a vendor for one. */
export type { ReadingRequest, SubscriptionReader, SubscriptionReading } from './reading.ts';
/** Stores what a vendor says of a subscription, after an order and whenever it is read again. */
export { type ReadSubscription, storeReadSubscription } from './store-read-subscription.ts';
/** A stored subscription as the rules of New Commerce see it. */
export { subscriptionState } from './subscription-state.ts';
/** Tables that other rooms join for names, seats and dates. */
export { type SubscriptionRow, subscription, subscriptionEvent } from './tables.ts';
