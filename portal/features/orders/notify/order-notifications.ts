import { eq } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import type { OrderRow } from '../steps/claim-step.ts';
import { customerOrder, orderLine } from '../tables.ts';
import { orderDoneMail } from './order-done.mail.ts';
import { orderFailedMail } from './order-failed.mail.ts';
import { orderReceivedMail } from './order-received.mail.ts';

/** To who ordered: the order is here, and what it holds. */
export async function tellReceived(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const told = await toldOf(context, orderId);
  const { order } = told;
  if (order.personId === null) return;
  await notify(context, {
    ...newsOf(told),
    to: order.personId,
    kind: order.status === 'awaitingApproval' ? 'orders.awaitingApproval' : 'orders.received',
    mail: (t, reader) => orderReceivedMail(t, { ...told, locale: reader.locale, publicUrl: publicUrlOf(context) }),
  });
}

/** To who ordered and to the administrators. */
export async function tellDone(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const told = await toldOf(context, orderId);
  const { opensServices } = context.services.changeKinds[told.order.kind];
  await notify(context, {
    ...newsOf(told),
    to: everybodyOf(told.order),
    kind: told.order.failureCode === 'partlyDone' ? 'orders.partlyDone' : `orders.done.${told.order.kind}`,
    mail: (t, reader) =>
      orderDoneMail(t, { ...told, opensServices, locale: reader.locale, publicUrl: publicUrlOf(context) }),
  });
}

/** To who ordered and to the administrators, with what they can do. */
export async function tellFailed(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const told = await toldOf(context, orderId);
  await notify(context, {
    ...newsOf(told),
    to: everybodyOf(told.order),
    kind: 'orders.failed',
    mail: (t, reader) => orderFailedMail(t, { ...told, locale: reader.locale, publicUrl: publicUrlOf(context) }),
  });
}

/** To who ordered: it takes longer, the provider looks after it. */
export async function tellStuck(context: OperationContext, orderId: Id<'order'>): Promise<void> {
  const told = await toldOf(context, orderId);
  if (told.order.personId === null) return;
  await notify(context, { ...newsOf(told), to: told.order.personId, kind: 'orders.stuck' });
}

export type Told = Readonly<{ order: OrderRow; lines: readonly (typeof orderLine.$inferSelect)[] }>;

async function toldOf({ tx }: OperationContext, orderId: Id<'order'>): Promise<Told> {
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  assert(order !== undefined, 'the order is there');
  const lines = await tx.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(orderLine.position);
  return { order, lines };
}

function newsOf({ order, lines }: Told) {
  return {
    accountId: order.accountId,
    facts: { number: order.number, name: lines[0]?.name ?? '', lineCount: lines.length },
    link: paths.order(order.id),
  };
}

function everybodyOf({ personId }: OrderRow): readonly ('administrators' | PersonId)[] {
  return personId === null ? ['administrators'] : [personId, 'administrators'];
}

function publicUrlOf({ services }: OperationContext): string {
  return services.publicUrl;
}
