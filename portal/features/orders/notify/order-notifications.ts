import { eq } from 'drizzle-orm';
import { notify, type Recipients } from '#features/notifications/notifications.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext, Services } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { customerOrder, type OrderRow, type OrderWithLines, orderLine } from '../tables.ts';
import { orderDoneMail } from './order-done.mail.ts';
import { orderFailedMail } from './order-failed.mail.ts';
import { orderReceivedMail } from './order-received.mail.ts';

/** Notifies the person who ordered: the order has been received, and its content. */
export async function notifyReceived(context: OperationContext, ordered: OrderWithLines): Promise<void> {
  const { order } = ordered;
  if (order.personId === null) return;
  const { publicUrl } = context.services;
  await notify(context, {
    ...notificationOf(ordered),
    to: order.personId,
    kind: order.status === 'awaitingApproval' ? 'orders.awaitingApproval' : 'orders.received',
    mail: (t, reader) => orderReceivedMail(t, { ...ordered, locale: reader.locale, publicUrl }),
  });
}

/** Notifies the person who ordered and those who may order the same. */
export async function notifyDone(context: OperationContext, ordered: OrderWithLines): Promise<void> {
  const { publicUrl, changeKinds } = context.services;
  const { opensServices } = changeKinds[ordered.order.kind];
  await notify(context, {
    ...notificationOf(ordered),
    to: everybodyOf(context.services, ordered.order),
    kind: ordered.order.failureCode === 'partlyDone' ? 'orders.partlyDone' : `orders.done.${ordered.order.kind}`,
    mail: (t, reader) => orderDoneMail(t, { ...ordered, opensServices, locale: reader.locale, publicUrl }),
  });
}

/** Notifies the person who ordered and those who may order the same, with the reason and their options. */
export async function notifyFailed(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const ordered = await readOrder(context, orderId);
  const { publicUrl } = context.services;
  await notify(context, {
    ...notificationOf(ordered),
    to: everybodyOf(context.services, ordered.order),
    kind: 'orders.failed',
    mail: (t, reader) => orderFailedMail(t, { ...ordered, locale: reader.locale, publicUrl }),
  });
}

/** Notifies the person who ordered that it takes longer and that the provider looks after it. */
export async function notifyStuck(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const ordered = await readOrder(context, orderId);
  const { personId } = ordered.order;
  if (personId === null) return;
  await notify(context, { ...notificationOf(ordered), to: personId, kind: 'orders.stuck' });
}

async function readOrder({ tx }: OperationContext, orderId: Id<'order'>): Promise<OrderWithLines> {
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  assert(order !== undefined, 'the order is there');
  const lines = await tx.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(orderLine.position);
  return { order, lines };
}

function notificationOf({ order, lines }: OrderWithLines) {
  return {
    accountId: order.accountId,
    orderId: order.id,
    facts: { number: order.number, name: lines[0]?.name ?? '', lineCount: lines.length },
    link: paths.order(order.id),
  };
}

/** The person who ordered, and those who order such changes too. */
function everybodyOf({ changeKinds }: Services, { personId, kind }: OrderRow): readonly Recipients[] {
  const colleagues = { with: changeKinds[kind].permission };
  return personId === null ? [colleagues] : [personId, colleagues];
}
