import { Decimal } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { checkPayment, OwnReferenceField, type PaymentMethod, PaymentMethodField } from '#features/billing/billing.ts';
import { displayName, person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert, isRefusal, Refusal } from '#platform/refusal.ts';
import type { Execution, QuoteAnswer } from '../change-kind.ts';
import { notifyReceived } from '../notify/order-notifications.ts';
import { fingerprintOf, quoteAgain, storeQuote } from '../quote/quote-operation.ts';
import type { PossibleView } from '../quote/quote-view.ts';
import { refuseKindOfOthers } from '../refuse-kind-of-others.ts';
import { orderNumber, promiseOf } from '../rules.ts';
import { startAdvance } from '../steps/advance-order.job.ts';
import { customerOrder, type OrderLineRow, orderLine, orderStep, quote } from '../tables.ts';
import type { StepName } from '../vendor.ts';

/**
 * Orders what a quote promised. The quote is calculated again first: if a cent or a rule has moved, nothing is ordered
 * and a new quote is returned. Placing the same quote twice (double click, two tabs) returns the same order.
 */
export const placeOrder = operation({
  name: 'orders.placeOrder',
  description:
    'Orders a stored quote. It is calculated again first: if a price or a rule has moved, nothing is ordered and a new ' +
    'quote is returned. Placing the same quote again returns the same order.',
  kind: 'write',
  permission: 'orders.place',
  input: z.object({
    quoteId: idOf('quote').describe('Id of the quote.'),
    paymentMethod: PaymentMethodField,
    ownReference: OwnReferenceField.optional(),
  }),
  output: z.discriminatedUnion('placed', [
    z.object({
      placed: z.literal(true).describe('The order was placed.'),
      orderId: z.string().describe('Id of the order.'),
      number: z.string().describe('Number of the order for people: `ORD-2026-000123`.'),
      isAgain: z.boolean().describe('The quote had been ordered before: this is that order.'),
    }),
    z.object({
      placed: z.literal(false).describe('Nothing was ordered.'),
      reason: z
        .enum(['quoteMoved', 'quoteExpired'])
        .describe('Why: a price or a rule has moved, or the quote is no longer valid.'),
      newQuoteId: z.string().describe('Id of the new quote, to be read and confirmed.'),
    }),
  ]),
  refusals: ['orders.quoteNotFound', 'orders.notPossible', 'orders.creditTooLow', 'orders.creditLimitReached'],
  async run(context, { quoteId, paymentMethod, ownReference }) {
    const stored = await getQuoteForUpdate(context.tx, quoteId);
    refuseKindOfOthers(context, stored.kind);
    const placed = await findOrderOf(context.tx, quoteId);
    if (placed !== undefined) {
      await context.audit.record('orders.placedAgain', { orderId: placed.id });
      return { placed: true as const, orderId: placed.id, number: placed.number, isAgain: true };
    }
    if (stored.fingerprint === null) throw new Refusal('orders.notPossible');

    const answer = await answerAgain(context, stored);
    const reason = movedReason(stored, answer, context.clock.now());
    if (reason !== undefined || !answer.possible) {
      const newQuoteId = await storeQuote(context, stored, answer);
      return { placed: false as const, reason: reason ?? 'quoteMoved', newQuoteId };
    }
    const order = await writeOrder(context, {
      quote: stored,
      ...answer,
      paymentMethod,
      ownReference: ownReference === undefined || ownReference === '' ? null : ownReference,
    });
    return { placed: true as const, orderId: order.id, number: order.number, isAgain: false };
  },
});

type StoredQuote = typeof quote.$inferSelect;

/** Quotes the stored change again; a quote of something that the account no longer has is treated as gone. */
async function answerAgain(context: OperationContext, stored: StoredQuote): Promise<QuoteAnswer> {
  try {
    return await quoteAgain(context, stored);
  } catch (error) {
    const { refusals } = context.services.changeKinds[stored.kind];
    if (isRefusal(error) && refusals.includes(error.code)) throw new Refusal('orders.quoteNotFound');
    throw error;
  }
}

/** Holds the quote's row: of two who order the same quote, the second waits and finds the first one's order. */
async function getQuoteForUpdate(tx: Tx, quoteId: Id<'quote'>): Promise<StoredQuote> {
  const [row] = await tx.select().from(quote).where(eq(quote.id, quoteId)).for('no key update');
  if (row === undefined) throw new Refusal('orders.quoteNotFound');
  return row;
}

async function findOrderOf(tx: Tx, quoteId: Id<'quote'>) {
  const [row] = await tx
    .select({ id: customerOrder.id, number: customerOrder.number })
    .from(customerOrder)
    .where(eq(customerOrder.quoteId, quoteId));
  return row;
}

function movedReason(
  stored: StoredQuote,
  answer: QuoteAnswer,
  now: Temporal.Instant,
): 'quoteMoved' | 'quoteExpired' | undefined {
  if (!answer.possible || fingerprintOf(promiseOf(answer.view)) !== stored.fingerprint) return 'quoteMoved';
  const isOver = stored.validUntil !== null && Temporal.Instant.compare(now, stored.validUntil) >= 0;
  return isOver ? 'quoteExpired' : undefined;
}

async function writeOrder(
  context: OperationContext,
  given: {
    quote: StoredQuote;
    view: PossibleView;
    execution: Execution;
    paymentMethod: PaymentMethod;
    ownReference: string | null;
  },
): Promise<{ id: Id<'order'>; number: string }> {
  const { tx, accountId, personId, clock, audit, jobs } = context;
  const { view, execution, paymentMethod } = given;
  const todayGross = new Decimal(view.columns.today.gross);
  const payment = await checkPayment(context, { accountId, todayGross, currency: view.currency, paymentMethod });
  if (!payment.covered) throw new Refusal(`orders.${payment.code}`, payment.facts);

  const { approvalAbove, personName, number } = await readPlacing(context);
  const needsApproval = approvalAbove !== null && todayGross.greaterThan(approvalAbove);
  const [row] = await tx
    .insert(customerOrder)
    .values({
      accountId,
      number,
      kind: given.quote.kind,
      status: needsApproval ? 'awaitingApproval' : 'running',
      quoteId: given.quote.id,
      paymentMethod,
      ownReference: given.ownReference,
      personId,
      personName,
      vendor: execution.vendor,
      change: given.quote.change,
      subscriptionId: execution.subscriptionId,
      tenantId: execution.tenantId,
      currency: view.currency,
      taxRate: new Decimal(view.taxRate),
      todayNet: new Decimal(view.columns.today.net),
      todayGross,
      placedAt: clock.now(),
    })
    .returning();
  assert(row !== undefined, 'the order was not written');
  const lines = await writeLines(context, row.id, view, execution);
  const vendor = context.services.vendors[execution.vendor];
  assert(vendor !== undefined, `vendor ${execution.vendor} is known`);
  const steps = vendor.stepsOf[given.quote.kind];
  assert(steps !== null, `vendor ${execution.vendor} offers ${given.quote.kind}`);
  const approval = needsApproval ? (['approval'] as const) : [];
  await writeSteps(context, row.id, [...approval, 'payment', ...steps]);

  await audit.record('orders.placed', { orderId: row.id, number: row.number, kind: given.quote.kind });
  await notifyReceived(context, { order: row, lines });
  if (!needsApproval) await startAdvance(jobs, { accountId, orderId: row.id });
  return row;
}

async function writeLines(
  { tx, accountId }: OperationContext,
  orderId: Id<'order'>,
  view: PossibleView,
  { lines }: Execution,
): Promise<OrderLineRow[]> {
  const { today } = view.columns;
  const chargedKeys = lines.flatMap((line) => line.chargeKeys);
  assert(
    today.lines.every(({ key }) => chargedKeys.filter((charged) => charged === key).length === 1),
    'each line of today belongs to exactly one line of the order',
  );
  const written = await tx
    .insert(orderLine)
    .values(
      lines.map((line, index) => ({
        orderId,
        accountId,
        position: index + 1,
        offerId: line.offerId,
        subscriptionId: line.subscriptionId,
        name: line.name,
        seatCount: line.seatCount,
        termDuration: line.termDuration,
        billingCycle: line.billingCycle,
        unitPricePerCycle: new Decimal(line.unitPricePerCycle),
        currency: view.currency,
        answers: line.answers,
        charges: today.lines.filter(({ key }) => line.chargeKeys.includes(key)),
      })),
    )
    .returning();
  return written.toSorted((left, right) => left.position - right.position);
}

async function writeSteps(
  { tx, accountId }: OperationContext,
  orderId: Id<'order'>,
  names: readonly StepName[],
): Promise<void> {
  await tx.insert(orderStep).values(names.map((name, index) => ({ orderId, accountId, position: index + 1, name })));
}

/** The next number of an order, and what the order keeps of its account and person. */
async function readPlacing({ tx, clock, accountId, personId }: OperationContext) {
  const [row] = await tx
    .select({
      approvalAbove: account.approvalAbove,
      firstName: person.firstName,
      lastName: person.lastName,
      serial: sql<number>`nextval('customer_order_number')::int`,
    })
    .from(account)
    .innerJoin(person, eq(person.id, personId))
    .where(eq(account.id, accountId));
  assert(row !== undefined, 'the account and the person who orders are there');
  return {
    approvalAbove: row.approvalAbove,
    personName: displayName(row),
    number: orderNumber(clock.now().toZonedDateTimeISO('UTC').year, row.serial),
  };
}
