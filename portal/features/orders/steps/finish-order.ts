import { Decimal } from '@licence-portal/nce';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { postCharges, settleCredit } from '#features/billing/billing.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, type Facts } from '#platform/refusal.ts';
import { notifyDone, notifyFailed } from '../notify/order-notifications.ts';
import { ORDER_STATUSES, ORDER_TRANSITIONS, totalOf } from '../rules.ts';
import { customerOrder, type OrderLineRow, type OrderRow, type OrderStatus, orderLine, orderStep } from '../tables.ts';

/**
 * Completes an order whose last step is done: lines that the vendor confirmed are charged as the quote promised,
 * refused lines are not. An order of which every line was refused has failed.
 */
export async function completeOrder(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const { tx } = context;
  await tx
    .update(orderLine)
    .set({ status: 'done' })
    .where(and(eq(orderLine.orderId, orderId), eq(orderLine.status, 'waiting')));
  const lines = await linesOf(context, orderId);
  const refused = lines.find(({ status }) => status === 'failed');
  const confirmed = lines.filter(({ status }) => status === 'done');
  if (confirmed.length === 0) {
    await failOrder(context, orderId, { code: refused?.failureCode ?? 'internal', facts: refused?.failureFacts ?? {} });
    return;
  }
  const order = await close(context, orderId, 'done', refused === undefined ? null : { code: 'partlyDone', facts: {} });
  for (const line of confirmed) await chargeLine(context, order, line);
  await settleCredit(context, { ...order, orderId }, chargedGross(order, confirmed));
  await notifyDone(context, { order, lines });
}

/** The vendor refused: nothing is charged, and credit that was taken is returned. */
export async function failOrder(
  context: OperationContext,
  orderId: Id<'order'>,
  why: Readonly<{ code: string; facts: Facts }>,
): Promise<void> {
  await endOpenParts(context, orderId, why);
  const order = await close(context, orderId, 'failed', why);
  await settleCredit(context, { ...order, orderId }, new Decimal(0));
  await notifyFailed(context, orderId);
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
  const closable = ORDER_STATUSES.filter((before) => ORDER_TRANSITIONS[before].includes(status));
  const [order] = await tx
    .update(customerOrder)
    .set({ status, finishedAt: clock.now(), failureCode: why?.code ?? null, failureFacts: why?.facts ?? null })
    .where(and(eq(customerOrder.id, orderId), inArray(customerOrder.status, closable)))
    .returning();
  assert(order !== undefined, `order ${orderId} may become ${status}`);
  await audit.record(`orders.${status}`, { orderId, number: order.number, code: why?.code ?? null }, order.accountId);
  return order;
}

/** Appends the charges that the quote promised for a line; a second call changes nothing. */
async function chargeLine(context: OperationContext, order: OrderRow, line: OrderLineRow): Promise<void> {
  const { accountId, id: orderId, taxRate, currency, paymentMethod } = order;
  const { id: orderLineId, subscriptionId } = line;
  const to = { accountId, orderId, orderLineId, subscriptionId, taxRate, currency, paymentMethod };
  const due = line.charges.map(({ kind, ...charge }) => {
    assert(kind !== 'saving', 'what is due today is charged or refunded');
    return { kind, ...charge };
  });
  await postCharges(context, to, due);
}

function chargedGross(order: OrderRow, confirmed: readonly OrderLineRow[]): Decimal {
  const nets = confirmed.flatMap(({ charges }) => charges.map(({ net }) => net));
  return totalOf(nets, order.taxRate, order.currency).gross;
}
