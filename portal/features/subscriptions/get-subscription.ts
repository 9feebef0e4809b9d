import {
  type ActionAnswer,
  type ActionName,
  allowedActions,
  type BatchRefunds,
  multiply,
  roundLineHalfUp,
  scheduledChange,
  seatRefunds,
} from '@licence-portal/nce';
import { desc, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { charge } from '#features/billing/billing.ts';
import { customerOrder } from '#features/orders/orders.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { refusalFacts } from './change/change-view.ts';
import { findOpenChange } from './change/find-pending-order.ts';
import { type Changeable, getChangeable } from './change/get-changeable.ts';
import { OrderedChange } from './change/ordered-change.ts';
import { leftToPay, nextChargeOf } from './remaining-charges.ts';
import { type Difference, type SubscriptionRow, subscriptionEvent } from './tables.ts';

/** Values that fill a sentence. */
const SentenceFacts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What this page offers; the other actions of the rules come with later pages. */
export const SHOWN_ACTIONS = [
  'addSeats',
  'removeSeats',
  'turnAutoRenewOff',
  'turnAutoRenewOn',
  'cancelAtTermEnd',
  'cancelNow',
] as const satisfies readonly ActionName[];

const ShownAction = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true), until: InstantText.nullable() }),
  z.object({
    allowed: z.literal(false),
    reason: z.string(),
    facts: SentenceFacts,
    insteadAction: z.string().nullable(),
  }),
]);

/** One subscription with all that its page shows: facts, windows, what may be done and why not, what happened, its money. */
export const getSubscription = operation({
  name: 'subscriptions.get',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({ subscriptionId: idOf('subscription') }),
  output: z.object({
    subscriptionId: idOf('subscription'),
    name: z.string(),
    offerTitle: z.string().nullable(),
    productId: idOf('product').nullable(),
    vendor: z.string(),
    vendorSubscriptionId: z.string(),
    tenantDomain: z.string().nullable(),
    status: z.string(),
    isSuspended: z.boolean(),
    isTrial: z.boolean(),
    isExtended: z.boolean(),
    seatCount: z.number().int(),
    seatCountMin: z.number().int().nullable(),
    seatCountMax: z.number().int().nullable(),
    term: z.object({ startsOn: DateText, endsBefore: DateText }),
    termDuration: z.string(),
    billingCycle: z.string(),
    /** How it is billed from the next charge on, where that is put down. */
    nextBillingCycle: z.string().nullable(),
    autoRenew: z.boolean(),
    termEndOutcome: z.string(),
    /** Net, one seat, one charge cycle, not rounded, locked until the term ends. */
    unitPricePerCycle: MoneyWire,
    /** Net, all seats, one charge cycle. */
    netPerCycle: MoneyWire,
    nextCharge: z.object({ on: DateText, net: MoneyWire }).nullable(),
    /** Net of all charges of this term that are still to come; null where there are none. */
    leftToPay: MoneyWire.nullable(),
    cancellationAllowedUntil: InstantText.nullable(),
    /** Seats that can go back now, the batch that closes first in front; null where the vendor does not say. */
    batches: z
      .array(
        z.object({
          seatCount: z.number().int(),
          refundableUntil: InstantText,
          /** What comes back, net, for all of them: today and on each later day; none where it cannot be counted. */
          refunds: z.array(z.object({ on: DateText, net: MoneyWire })),
        }),
      )
      .nullable(),
    scheduled: z
      .object({
        seatCount: z.number().int().nullable(),
        termDuration: z.string().nullable(),
        billingCycle: z.string().nullable(),
      })
      .nullable(),
    actions: z.record(z.enum(SHOWN_ACTIONS), ShownAction),
    openChange: z
      .object({
        orderId: idOf('order'),
        number: z.string(),
        kind: z.string(),
        status: z.string(),
        /** Of a change of seats. */
        seatCount: z.number().int().nullable(),
        /** Of a renewal choice. */
        outcome: z.string().nullable(),
        placedAt: InstantText,
      })
      .nullable(),
    /** What the last change asked for and the vendor does not show. */
    differences: z.array(z.object({ field: z.string(), wanted: z.string(), found: z.string() })),
    events: z.array(z.object({ kind: z.string(), facts: SentenceFacts, happenedAt: InstantText })),
    orders: z.array(
      z.object({
        orderId: idOf('order'),
        number: z.string(),
        kind: z.string(),
        status: z.string(),
        placedAt: InstantText,
      }),
    ),
    charges: z.array(
      z.object({
        chargeId: idOf('charge'),
        code: z.string(),
        seatCount: z.number().int(),
        cycle: z.object({ startsOn: DateText, endsBefore: DateText }),
        net: MoneyWire,
        chargedOn: DateText,
        orderId: idOf('order'),
      }),
    ),
    readAt: InstantText,
  }),
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
      nextCharge: nextChargeOf(row, now),
      leftToPay: leftToPay(state, now),
      batches: state.refundable === 'unknown' ? null : seatRefunds(state, now).map(shownBatch),
      scheduled: scheduled
        ? {
            seatCount: scheduled.seatCount ?? null,
            termDuration: scheduled.termDuration ?? null,
            billingCycle: scheduled.billingCycle ?? null,
          }
        : null,
      actions: shownActions(changeable, now),
      openChange: openChangeOf(await findOpenChange(tx, subscriptionId)),
      events: await listEvents(tx, subscriptionId),
      orders: await listOrdersOf(tx, row),
      charges: await listCharges(tx, subscriptionId),
    };
  },
});

type Tx = Parameters<typeof findOpenChange>[0];
type SubscriptionId = SubscriptionRow['id'];

function factsOf(row: SubscriptionRow) {
  return {
    subscriptionId: row.id,
    name: row.name,
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

function shownActions({ state, sale }: Changeable, now: Temporal.Instant) {
  const answers = allowedActions(state, now, sale);
  const shown = SHOWN_ACTIONS.map((action) => [action, shownAction(answers[action])] as const);
  return Object.fromEntries(shown) as Record<(typeof SHOWN_ACTIONS)[number], z.input<typeof ShownAction>>;
}

function shownAction(answer: ActionAnswer): z.input<typeof ShownAction> {
  if (answer.allowed) return { allowed: true, until: answer.until?.toString() ?? null };
  const { reason, facts, alternative } = answer;
  return { allowed: false, reason, facts: refusalFacts(facts), insteadAction: alternative ?? null };
}

function openChangeOf(open: Awaited<ReturnType<typeof findOpenChange>>) {
  if (open === undefined) return null;
  const { orderId, number, kind, status, placedAt } = open;
  const change = OrderedChange.parse(open.change);
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

async function listEvents(tx: Tx, subscriptionId: SubscriptionId) {
  const events = await tx
    .select()
    .from(subscriptionEvent)
    .where(eq(subscriptionEvent.subscriptionId, subscriptionId))
    .orderBy(desc(subscriptionEvent.happenedAt), desc(subscriptionEvent.id))
    .limit(50);
  return events.map(({ kind, facts, happenedAt }) => ({ kind, facts, happenedAt: happenedAt.toString() }));
}

/** The order that bought it, and those that changed it. */
async function listOrdersOf(tx: Tx, row: SubscriptionRow) {
  const found = await tx
    .select({
      orderId: customerOrder.id,
      number: customerOrder.number,
      kind: customerOrder.kind,
      status: customerOrder.status,
      placedAt: customerOrder.placedAt,
    })
    .from(customerOrder)
    .where(
      row.orderId === null
        ? eq(customerOrder.subscriptionId, row.id)
        : or(eq(customerOrder.subscriptionId, row.id), eq(customerOrder.id, row.orderId)),
    )
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(50);
  return found.map((order) => ({ ...order, placedAt: order.placedAt.toString() }));
}

async function listCharges(tx: Tx, subscriptionId: SubscriptionId) {
  const charges = await tx
    .select()
    .from(charge)
    .where(eq(charge.subscriptionId, subscriptionId))
    .orderBy(desc(charge.createdAt), desc(charge.id))
    .limit(50);
  return charges.map((row) => ({
    chargeId: row.id,
    code: row.code,
    seatCount: row.seatCount,
    cycle: { startsOn: row.cycleStartsOn.toString(), endsBefore: row.cycleEndsBefore.toString() },
    net: moneyWire({ amount: row.net, currency: row.currency }),
    chargedOn: row.chargedOn.toString(),
    orderId: row.orderId,
  }));
}
