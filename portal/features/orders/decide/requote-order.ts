import { Decimal } from '@licence-portal/nce';
import { and, eq } from 'drizzle-orm';
import { withinAccount } from '#platform/database.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, isRefusal, Refusal } from '#platform/refusal.ts';
import type { QuoteAnswer } from '../change-kind.ts';
import { quoteAgain } from '../quote/quote-operation.ts';
import type { PossibleView } from '../quote/quote-view.ts';
import { isDearerThan } from '../rules.ts';
import { customerOrder, type OrderRow, orderLine, quote } from '../tables.ts';

/**
 * Quotes an order that has waited again, as its customer would be quoted now. The order goes on with the days and
 * amounts of now as long as nothing costs more than its customer has confirmed; otherwise it is refused.
 *
 * @throws Refusal `orders.priceMoved`, `orders.noLongerPossible`
 */
export async function requoteOrder(context: OperationContext, order: OrderRow): Promise<void> {
  const { tx } = context;
  const facts = { number: order.number };
  const answer = await answerNow(context, order);
  if (!answer.possible) throw new Refusal('orders.noLongerPossible', facts);
  const { view, execution } = answer;
  const confirmed = await getConfirmedView(context, order);
  if (isDearerThan(view, confirmed)) {
    throw new Refusal('orders.priceMoved', {
      ...facts,
      confirmedAmount: new Decimal(confirmed.columns.today.gross).toFixed(2),
      presentAmount: new Decimal(view.columns.today.gross).toFixed(2),
      currency: order.currency,
    });
  }
  const { today } = view.columns;
  for (const [index, line] of execution.lines.entries()) {
    await tx
      .update(orderLine)
      .set({
        unitPricePerCycle: new Decimal(line.unitPricePerCycle),
        charges: today.lines.filter(({ key }) => line.chargeKeys.includes(key)),
      })
      .where(and(eq(orderLine.orderId, order.id), eq(orderLine.position, index + 1)));
  }
  await tx
    .update(customerOrder)
    .set({
      taxRate: new Decimal(view.taxRate),
      todayNet: new Decimal(today.net),
      todayGross: new Decimal(today.gross),
    })
    .where(eq(customerOrder.id, order.id));
}

/** The rules answer for the customer and see the customer's rows alone. */
async function answerNow(context: OperationContext, order: OrderRow): Promise<QuoteAnswer> {
  const { accountId, kind, change } = order;
  const asCustomer = { ...context, accountId, personId: order.personId ?? context.personId };
  try {
    return await withinAccount(context.tx, accountId, () =>
      quoteAgain(asCustomer, { kind, change }, { orderId: order.id }),
    );
  } catch (error) {
    const { refusals } = context.services.changeKinds[kind];
    const isGone = isRefusal(error) && refusals.includes(error.code);
    if (isGone) throw new Refusal('orders.noLongerPossible', { number: order.number });
    throw error;
  }
}

async function getConfirmedView({ tx }: OperationContext, { quoteId }: OrderRow): Promise<PossibleView> {
  const [stored] = await tx.select({ view: quote.view }).from(quote).where(eq(quote.id, quoteId));
  assert(stored?.view.possible === true, 'an order has the quote of a possible change');
  return stored.view;
}
