import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf, newId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../../billing-customer.ts';
import { bankLine, payment } from '../../tables.ts';
import { ALLOCATION_REFUSALS, AllocationChoice, chooseAllocations } from '../allocation-choice.ts';
import { writeAllocations } from '../write-allocations.ts';

/** Books a movement of the bank as the payment of a customer, once. */
export const bookBankLine = operation({
  name: 'billing.bookBankLine',
  description:
    'Books a movement of a bank statement as the payment of a customer, and allocates it to invoices. A movement is ' +
    'booked once.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    lineId: idOf('bankLine').describe('The movement.'),
    accountId: idOf('account').describe('The customer who paid.'),
    allocation: AllocationChoice,
  }),
  output: z.object({
    paymentId: idOf('payment').describe('The payment.'),
    unallocated: DecimalText.describe('What stays as credit of the customer.'),
  }),
  refusals: [
    'billing.account.notFound',
    'billing.bankLine.notFound',
    'billing.bankLineNotOpen',
    'billing.bankLineOtherCurrency',
    ...ALLOCATION_REFUSALS,
  ],
  async run(context, { lineId, accountId, allocation }) {
    const { tx, clock, audit, actor } = context;
    const { currency } = await holdBillingCustomer(tx, accountId);
    const line = await holdOpenLine(tx, lineId);
    if (line.amount.isNegative()) throw new Refusal('billing.bankLine.notFound');
    if (line.currency !== currency) throw new Refusal('billing.bankLineOtherCurrency', { currency });

    const paymentId = newId<'payment'>();
    const money = { source: { kind: 'payment' as const, id: paymentId }, available: line.amount, currency };
    const { allocations } = await chooseAllocations(tx, accountId, money, allocation);
    await tx.insert(payment).values({
      id: paymentId,
      accountId,
      receivedOn: line.bookedOn,
      amount: line.amount,
      currency,
      payerName: line.payerName,
      payerIban: line.payerIban,
      reference: line.reference,
      source: 'bankStatement',
      externalKey: await externalKeyOf(tx, line.lineKey),
      personId: actor.personId,
      createdAt: clock.now(),
    });
    await writeAllocations(context, accountId, allocations);
    await tx.update(bankLine).set({ status: 'booked', paymentId }).where(eq(bankLine.id, lineId));
    const facts = { paymentId, amount: line.amount.toFixed(), currency, receivedOn: line.bookedOn.toString() };
    await audit.record('billing.paymentRecorded', facts, accountId);
    const unallocated = allocations.reduce((left, { amount }) => left.minus(amount), line.amount);
    return { paymentId, unallocated: unallocated.toFixed() };
  },
});

/**
 * A movement that waits; its row is held, so that two people do not book it both.
 *
 * @throws Refusal `billing.bankLine.notFound`, `billing.bankLineNotOpen`
 */
export async function holdOpenLine(tx: Tx, lineId: Id<'bankLine'>): Promise<typeof bankLine.$inferSelect> {
  const [line] = await tx.select().from(bankLine).where(eq(bankLine.id, lineId)).for('no key update');
  if (line === undefined) throw new Refusal('billing.bankLine.notFound');
  if (line.status !== 'open') throw new Refusal('billing.bankLineNotOpen');
  return line;
}

/** The key of a movement; one that was booked for a wrong customer before is counted. */
async function externalKeyOf(tx: Tx, lineKey: string): Promise<string> {
  const [row] = await tx
    .select({ times: sql<number>`count(*)::int` })
    .from(payment)
    .where(sql`${payment.externalKey} like ${`bank:${lineKey}:%`}`);
  return `bank:${lineKey}:${(row?.times ?? 0) + 1}`;
}
