import { Decimal, utcDate } from '@licence-portal/nce';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, type Facts } from '#platform/refusal.ts';
import type { OrderLineRow, OrderRow } from './claim-step.ts';
import { tellDone, tellFailed } from './order-news.ts';
import { settleCredit } from './payment.ts';
import { ORDER_TRANSITIONS, totalOf } from './rules.ts';
import { charge, type OrderStatus, orderLine, orderStep, orders } from './tables.ts';

/**
 * The last step is done: what the vendor confirmed is charged, as the quote promised; lines that it refused are not. An
 * order of which no line was done has failed.
 */
export async function completeOrder(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const { tx } = context;
  const lines = await linesOf(context, orderId);
  const refused = lines.find(({ status }) => status === 'failed');
  const confirmed = lines.filter(({ status }) => status === 'waiting');
  if (confirmed.length === 0) {
    await failOrder(context, orderId, { code: refused?.failureCode ?? 'internal', facts: refused?.failureFacts ?? {} });
    return;
  }
  await tx
    .update(orderLine)
    .set({ status: 'done' })
    .where(and(eq(orderLine.orderId, orderId), eq(orderLine.status, 'waiting')));
  const order = await close(context, orderId, 'done', refused === undefined ? null : { code: 'partlyDone', facts: {} });
  for (const line of confirmed) await chargeLine(context, order, line);
  await settleCredit(context, { ...order, orderId }, chargedGross(order, confirmed));
  await tellDone(context, orderId);
}

/** An answer came and it was no: nothing is charged, and what was taken comes back. */
export async function failOrder(
  context: OperationContext,
  orderId: Id<'order'>,
  why: Readonly<{ code: string; facts: Facts }>,
): Promise<void> {
  await endOpenParts(context, orderId, why);
  const order = await close(context, orderId, 'failed', why);
  await settleCredit(context, { ...order, orderId }, new Decimal(0));
  await tellFailed(context, orderId);
}

/** Stops an order of which nothing was sent yet. */
export async function cancelOpenOrder(
  context: OperationContext,
  orderId: Id<'order'>,
  why: Readonly<{ code: string; facts: Facts }> | null,
): Promise<void> {
  await endOpenParts(context, orderId, why ?? { code: 'cancelled', facts: {} });
  const order = await close(context, orderId, 'cancelled', why);
  await settleCredit(context, { ...order, orderId }, new Decimal(0));
}

async function linesOf({ tx }: OperationContext, orderId: Id<'order'>): Promise<OrderLineRow[]> {
  return tx.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(asc(orderLine.position));
}

async function endOpenParts(
  { tx, clock }: OperationContext,
  orderId: Id<'order'>,
  why: Readonly<{ code: string; facts: Facts }>,
): Promise<void> {
  await tx
    .update(orderLine)
    .set({ status: 'failed', failureCode: why.code, failureFacts: why.facts })
    .where(and(eq(orderLine.orderId, orderId), eq(orderLine.status, 'waiting')));
  await tx
    .update(orderStep)
    .set({ status: 'skipped', claimedUntil: null, checkAgainAt: null, waitingOn: null, finishedAt: clock.now() })
    .where(and(eq(orderStep.orderId, orderId), inArray(orderStep.status, ['waiting', 'running'])));
}

async function close(
  { tx, clock, audit }: OperationContext,
  orderId: Id<'order'>,
  status: OrderStatus,
  why: Readonly<{ code: string; facts: Facts }> | null,
): Promise<OrderRow> {
  const [before] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
  assert(
    before !== undefined && ORDER_TRANSITIONS[before.status].includes(status),
    `order ${orderId} may become ${status}`,
  );
  const [order] = await tx
    .update(orders)
    .set({ status, finishedAt: clock.now(), failureCode: why?.code ?? null, failureFacts: why?.facts ?? null })
    .where(eq(orders.id, orderId))
    .returning();
  assert(order !== undefined, 'the order was closed');
  await audit.record(`orders.${status}`, { orderId, number: order.number, code: why?.code ?? null }, order.accountId);
  return order;
}

/** Appends what the quote promised of a line; a second time changes nothing. */
async function chargeLine({ tx, clock }: OperationContext, order: OrderRow, line: OrderLineRow): Promise<void> {
  if (line.charges.length === 0) return;
  const now = clock.now();
  await tx
    .insert(charge)
    .values(
      line.charges.map((promised) => ({
        accountId: order.accountId,
        orderId: order.id,
        orderLineId: line.id,
        subscriptionId: line.subscriptionId,
        kind: promised.kind,
        code: promised.code,
        name: promised.name,
        seatCount: promised.seatCount,
        unitPricePerCycle: new Decimal(promised.unitPricePerCycle),
        cycleStartsOn: Temporal.PlainDate.from(promised.cycle.startsOn),
        cycleEndsBefore: Temporal.PlainDate.from(promised.cycle.endsBefore),
        billedDays: promised.billedDays,
        cycleDays: promised.cycleDays,
        net: new Decimal(promised.net),
        taxRate: order.taxRate,
        currency: order.currency,
        paymentMethod: order.paymentMethod,
        chargedOn: utcDate(now),
        createdAt: now,
        quoteLineKey: promised.key,
      })),
    )
    .onConflictDoNothing({ target: [charge.orderLineId, charge.quoteLineKey] });
}

function chargedGross(order: OrderRow, confirmed: readonly OrderLineRow[]): Decimal {
  const nets = confirmed.flatMap(({ charges }) => charges.map(({ net }) => net));
  return totalOf(nets, order.taxRate, order.currency).gross;
}
