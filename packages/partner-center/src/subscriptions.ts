import { type CallIdentity, PartnerCenterUnfinished, PartnerCenterUnreadable } from './errors.ts';
import type { Answer } from './exchange.ts';
import { readAnswer } from './read-answer.ts';
import { RETRY_WAIT_MS_MAX, readRetryAfter } from './retry.ts';
import { ROUTES } from './routes.ts';
import {
  CustomTermEndDate,
  type ScheduledAction,
  type ScheduledInstructions,
  Subscription,
  SubscriptionProvisioning,
} from './subscription.ts';
import {
  changesForEndOfTerm,
  changesForNextTerm,
  type EndOfTerm,
  patchedSubscription,
  type SubscriptionChanges,
} from './subscription-changes.ts';
import { type CallOptions, callIdentityOf, type Transport } from './transport.ts';

/** How often, and how many times, a write that was accepted (202) is asked about. */
const POLL_EVERY_MS = 2_000;
const POLL_COUNT_MAX = 30;

type SubscriptionIds = Readonly<{ customerId: string; subscriptionId: string }>;

export type CustomTermEndDateQuery = Readonly<{
  /** `P1M`, `P1Y`, `P3Y`. */
  termDuration: string;
  /** Date and time in UTC; now, if absent. */
  termStartDate?: string;
  targetCotermSubscriptionId?: string;
}>;

/**
 * Every write takes the subscription as just read, and gives it as Partner Center has it afterwards. Its etag, where it
 * has one, is sent as `If-Match`; a stale one is refused (code 2055, category `reRead`).
 */
export function subscriptionCalls(transport: Transport) {
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
    /** Renew with these instructions, or (`null`) as it is. Turns auto-renewal on, without which nothing is scheduled. */
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

  /**
   * @throws PartnerCenterUnfinished when the write was accepted and is not done after about a minute
   * @source Partner Center, "Change the quantity of a subscription"; "Subscription resources"
   */
  async function patch(
    customerId: string,
    read: Subscription,
    changes: SubscriptionChanges,
    options: CallOptions = {},
  ): Promise<Subscription> {
    const path = { customerId, subscriptionId: read.id };
    const call = callIdentityOf(ROUTES.patchSubscription, options);
    const ifMatch = options.ifMatch ?? read.attributes?.etag;
    const parts = { path, body: patchedSubscription(read, changes) };
    const answer = await transport.send(ROUTES.patchSubscription, parts, { ...options, ...call, ifMatch });
    if (answer.status !== 202) return readAnswer(Subscription, answer, call);

    await waitUntilDone(answer, call, options.signal);
    return readWithChanges(path, changes, call, options.signal);
  }

  /** Where the `Location` is the subscription itself, it can be read before it has changed. */
  async function readWithChanges(
    path: SubscriptionIds,
    { quantity, status }: SubscriptionChanges,
    call: CallIdentity,
    signal: AbortSignal | undefined,
  ): Promise<Subscription> {
    for (let poll = 0; poll < POLL_COUNT_MAX; poll += 1) {
      const reading = { correlationId: call.correlationId, signal };
      const read = await transport.read(ROUTES.getSubscription, { path }, Subscription, reading);
      if ((quantity ?? read.quantity) === read.quantity && (status ?? read.status) === read.status) return read;
      await transport.sleep(POLL_EVERY_MS, signal);
    }
    throw new PartnerCenterUnfinished(call);
  }

  async function waitUntilDone(accepted: Answer, call: CallIdentity, signal: AbortSignal | undefined): Promise<void> {
    const location = accepted.headers.get('Location');
    if (location === null) throw new PartnerCenterUnreadable(call, { status: 202, reason: 'noLocation' });

    let last = accepted;
    for (let poll = 0; poll < POLL_COUNT_MAX; poll += 1) {
      await transport.sleep(pollAfterMs(last), signal);
      last = await transport.sendTo(
        ROUTES.getSubscription,
        location,
        {},
        { correlationId: call.correlationId, signal },
      );
      if (last.status !== 202) return;
    }
    throw new PartnerCenterUnfinished(call);
  }

  function pollAfterMs(answer: Answer): number {
    const askedSeconds = readRetryAfter(answer.headers.get('Retry-After'), transport.now());
    return askedSeconds === undefined ? POLL_EVERY_MS : Math.min(askedSeconds * 1000, RETRY_WAIT_MS_MAX);
  }
}
