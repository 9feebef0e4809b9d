import { type ActionAnswer, allowedActions, type BatchRefunds, seatRefunds } from '@licence-portal/nce';
import { scheduledChange } from '@licence-portal/nce/internals';
import { multiply, roundLineHalfUp } from '@licence-portal/nce/money';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import { operation } from '#platform/operation.server.ts';
import { moneyWire } from '#platform/wire.ts';
import { refusalFacts } from './change/change-view.ts';
import { findPendingOrder } from './change/find-pending-order.ts';
import { type Changeable, getChangeable } from './change/get-changeable.ts';
import { OrderedChange } from './change/ordered-change.ts';
import { forecastCharge, nextExpectedCharge } from './inventory/expected-charge.ts';
import { remainingNet } from './remaining-charges.ts';
import { SHOWN_ACTIONS, type ShownAction, SubscriptionDetails } from './subscription-details.ts';
import { listCharges, listEvents, listOrdersOf } from './subscription-history.ts';
import { SubscriptionId } from './subscription-wire.ts';
import { type Difference, type SubscriptionRow, subscription } from './tables.ts';

export const getSubscription = operation({
  name: 'subscriptions.getSubscription',
  description:
    'Gets one subscription with its term, prices, return windows, possible actions, and its recent events, orders and ' +
    'charges.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: SubscriptionId }),
  output: SubscriptionDetails,
  refusals: ['subscriptions.notFound'],
  async run(context, { subscriptionId }) {
    const changeable = await getChangeable(context, subscriptionId);
    const { tx, clock } = context;
    const now = clock.now();
    const { row, offer, state } = changeable;
    const scheduled = scheduledChange(state);
    return {
      ...factsOf(row),
      offerTitle: offer?.title ?? null,
      productId: offer?.productId ?? null,
      tenantDomain: await findTenantDomain(tx, row),
      seatCountMin: offer?.seatCountMin ?? null,
      seatCountMax: offer?.seatCountMax ?? null,
      unitPricePerCycle: moneyWire(state.unitPricePerCycle),
      netPerCycle: moneyWire(roundLineHalfUp(multiply(state.unitPricePerCycle, row.seatCount))),
      nextCharge: nextExpectedCharge(row, await findForecast(tx, row, now), now),
      remainingNet: remainingNet(state, now),
      batches: state.refundable === 'unknown' ? null : seatRefunds(state, now).map(shownBatch),
      scheduled: scheduled
        ? {
            seatCount: scheduled.seatCount ?? null,
            termDuration: scheduled.termDuration ?? null,
            billingCycle: scheduled.billingCycle ?? null,
          }
        : null,
      actions: shownActions(changeable, now),
      pendingOrder: pendingOrderOf(await findPendingOrder(tx, subscriptionId)),
      events: await listEvents(tx, subscriptionId),
      orders: await listOrdersOf(tx, row),
      charges: await listCharges(tx, subscriptionId),
    };
  },
});

function factsOf(row: SubscriptionRow) {
  return {
    subscriptionId: row.id,
    name: row.name,
    ownName: row.ownName,
    costCentre: row.costCentre,
    vendor: row.vendor,
    vendorSubscriptionId: row.vendorSubscriptionId,
    status: row.status,
    isSuspended: row.isSuspended,
    isTrial: row.isTrial,
    isExtended: row.isExtended,
    seatCount: row.seatCount,
    term: { startsOn: row.startsOn.toString(), endsBefore: row.endsBefore.toString() },
    termDuration: row.termDuration,
    billingCycle: row.billingCycle,
    nextBillingCycle: row.nextBillingCycle,
    autoRenew: row.autoRenew,
    termEndOutcome: row.termEndOutcome,
    cancellationAllowedUntil: row.cancellationAllowedUntil?.toString() ?? null,
    differences: [...(row.differences ?? [])] satisfies Difference[],
    readAt: row.readAt.toString(),
  };
}

function shownBatch({ seatCount, refundableUntil, days }: BatchRefunds) {
  return {
    seatCount,
    refundableUntil: refundableUntil.toString(),
    refunds: days.map(({ on, refund }) => ({ on: on.toString(), net: moneyWire(refund) })),
  };
}

function shownActions({ state, availableOffers }: Changeable, now: Temporal.Instant) {
  const answers = allowedActions(state, now, availableOffers);
  const shown = SHOWN_ACTIONS.map((action) => [action, shownAction(answers[action])] as const);
  return Object.fromEntries(shown) as Record<(typeof SHOWN_ACTIONS)[number], z.input<typeof ShownAction>>;
}

function shownAction(answer: ActionAnswer): z.input<typeof ShownAction> {
  if (answer.allowed) return { allowed: true, until: answer.until?.toString() ?? null };
  const { reason, facts, alternative = null } = answer;
  return { allowed: false, reason, facts: refusalFacts(facts), alternative };
}

function pendingOrderOf(pending: Awaited<ReturnType<typeof findPendingOrder>>) {
  if (pending === undefined) return null;
  const { orderId, number, kind, status, placedAt } = pending;
  const change = OrderedChange.parse(pending.change);
  return {
    orderId,
    number,
    kind,
    status,
    seatCount: change.kind === 'seats' ? change.seatCount : null,
    outcome: change.kind === 'renewal' ? change.outcome : null,
    placedAt: placedAt.toString(),
  };
}

async function findTenantDomain(tx: Tx, { tenantId }: SubscriptionRow): Promise<string | null> {
  if (tenantId === null) return null;
  const [found] = await tx.select({ domain: tenant.domain }).from(tenant).where(eq(tenant.id, tenantId));
  return found?.domain ?? null;
}

async function findForecast(tx: Tx, { id }: SubscriptionRow, now: Temporal.Instant) {
  const [found] = await tx
    .select({ forecast: forecastCharge(now) })
    .from(subscription)
    .where(eq(subscription.id, id));
  return found?.forecast ?? null;
}
