import type { CallOptions } from './call-options.ts';
import { ROUTES } from './routes.ts';
import {
  CustomTermEndDate,
  type ScheduledAction,
  type ScheduledInstructions,
  Subscription,
  SubscriptionProvisioning,
} from './subscription.ts';
import { changesForEndOfTerm, changesForNextTerm, type EndOfTerm } from './subscription-changes.ts';
import { createSubscriptionPatch } from './subscription-patch.ts';
import type { Transport } from './transport.ts';

type SubscriptionIds = Readonly<{ customerId: string; subscriptionId: string }>;

export type CustomTermEndDateQuery = Readonly<{
  /** `P1M`, `P1Y`, `P3Y`. */
  termDuration: string;
  /** Date and time in UTC; now, if absent. */
  termStartDate?: string;
  targetCotermSubscriptionId?: string;
}>;

/**
 * Every write takes the subscription just read and returns it as Partner Center has it afterwards. Its etag, where it
 * has one, is sent as `If-Match`; a stale one is refused (code 2055, category `reRead`).
 */
export function subscriptionCalls(transport: Transport) {
  const patch = createSubscriptionPatch(transport);
  return {
    get: (path: SubscriptionIds, options: CallOptions = {}) =>
      transport.read(ROUTES.getSubscription, { path }, Subscription, options),
    list: (customerId: string, query: { orderId?: string } = {}, options: CallOptions = {}) =>
      transport.list(
        ROUTES.listSubscriptions,
        { path: { customerId }, query: { order_id: query.orderId } },
        Subscription,
        options,
      ),
    pages: (customerId: string, query: { orderId?: string } = {}, options: CallOptions = {}) =>
      transport.pages(
        ROUTES.listSubscriptions,
        { path: { customerId }, query: { order_id: query.orderId } },
        Subscription,
        options,
      ),
    getProvisioningStatus: (path: SubscriptionIds, options: CallOptions = {}) =>
      transport.read(ROUTES.getSubscriptionProvisioningStatus, { path }, SubscriptionProvisioning, options),
    /** The end dates that a purchase or a renewal may be aligned to. */
    pagesOfCustomTermEndDates: (customerId: string, query: CustomTermEndDateQuery, options: CallOptions = {}) =>
      transport.pages(
        ROUTES.listCustomTermEndDates,
        {
          path: { customerId },
          query: {
            term_duration: query.termDuration,
            term_start_date: query.termStartDate,
            target_coterm_subscription_id: query.targetCotermSubscriptionId,
          },
        },
        CustomTermEndDate,
        options,
      ),

    patch,
    /** Access ends at once, and it cannot be undone. Allowed until `cancellationAllowedUntilDate`. */
    cancel: (customerId: string, read: Subscription, options: CallOptions = {}) =>
      patch(customerId, read, { status: 'deleted' }, options),
    /** Users lose access; the subscription is still billed, and auto-renewal is forced off. */
    suspend: (customerId: string, read: Subscription, options: CallOptions = {}) =>
      patch(customerId, read, { status: 'suspended' }, options),
    /** Auto-renewal stays off until it is turned on again. */
    reactivate: (customerId: string, read: Subscription, options: CallOptions = {}) =>
      patch(customerId, read, { status: 'active' }, options),
    /** The flag alone. Off without a scheduled `Cancel` means the extended service term: see `setEndOfTerm`. */
    setAutoRenew: (customerId: string, read: Subscription, enabled: boolean, options: CallOptions = {}) =>
      patch(customerId, read, { autoRenewEnabled: enabled }, options),
    /** Renew, cancel, or extend: flag and scheduled action together. */
    setEndOfTerm: (customerId: string, read: Subscription, endOfTerm: EndOfTerm, options: CallOptions = {}) =>
      patch(customerId, read, changesForEndOfTerm(read, endOfTerm), options),
    /**
     * Renew with these instructions, or (`null`) as it is. Turns auto-renewal on, without which nothing is scheduled.
     */
    scheduleNextTerm: (
      customerId: string,
      read: Subscription,
      instructions: ScheduledInstructions | null,
      options: CallOptions = {},
    ) => patch(customerId, read, changesForNextTerm(read, instructions), options),
    /** Replaces what is scheduled. */
    schedule: (
      customerId: string,
      read: Subscription,
      scheduledActions: readonly ScheduledAction[],
      options: CallOptions = {},
    ) => patch(customerId, read, { scheduledActions }, options),
  };
}
