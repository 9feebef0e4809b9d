import { type CallOptions, callIdentityOf, sharedOptions } from './call-options.ts';
import { type CallIdentity, PartnerCenterUnfinished, PartnerCenterUnreadable } from './errors.ts';
import type { Answer } from './exchange.ts';
import { readAnswer } from './read-answer.ts';
import { RETRY_WAIT_MS_MAX, readRetryAfter } from './retry.ts';
import { ROUTES } from './routes.ts';
import { Subscription } from './subscription.ts';
import { patchedSubscription, type SubscriptionChanges } from './subscription-changes.ts';
import type { Transport } from './transport.ts';

/** The interval and the number of polls after a write that was accepted (202). */
const POLL_EVERY_MS = 2_000;
const POLL_COUNT_MAX = 30;

/** The one write of a subscription: a PATCH of the whole resource, which waits when it is only accepted (202). */
export function createSubscriptionPatch(transport: Transport) {
  return patch;

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

    const shared = sharedOptions(options, call.correlationId);
    await waitUntilDone(answer, call, shared);
    return readWithChanges(path, changes, call, shared);
  }

  /** Reads until the changes show: a `Location` that is the subscription itself answers before they do. */
  async function readWithChanges(
    path: { customerId: string; subscriptionId: string },
    { quantity, status }: SubscriptionChanges,
    call: CallIdentity,
    shared: CallOptions,
  ): Promise<Subscription> {
    for (let poll = 0; poll < POLL_COUNT_MAX; poll += 1) {
      const read = await transport.read(ROUTES.getSubscription, { path }, Subscription, shared);
      if ((quantity ?? read.quantity) === read.quantity && (status ?? read.status) === read.status) return read;
      await transport.sleep(POLL_EVERY_MS, shared.signal);
    }
    throw new PartnerCenterUnfinished(call);
  }

  async function waitUntilDone(accepted: Answer, call: CallIdentity, shared: CallOptions): Promise<void> {
    const location = accepted.headers.get('Location');
    if (location === null) throw new PartnerCenterUnreadable(call, { status: 202, reason: 'noLocation' });

    let last = accepted;
    for (let poll = 0; poll < POLL_COUNT_MAX; poll += 1) {
      await transport.sleep(pollAfterMs(last), shared.signal);
      last = await transport.sendTo(ROUTES.getSubscription, location, {}, shared);
      if (last.status !== 202) return;
    }
    throw new PartnerCenterUnfinished(call);
  }

  function pollAfterMs(answer: Answer): number {
    const requestedSeconds = readRetryAfter(answer.headers.get('Retry-After'), transport.now());
    return requestedSeconds === undefined ? POLL_EVERY_MS : Math.min(requestedSeconds * 1000, RETRY_WAIT_MS_MAX);
  }
}
