import { Decimal } from '@licence-portal/nce';
import { and, asc, desc, eq, gt, inArray, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf, newId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, DecimalText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { BANK_LINE_STATUSES, bankLine, payment } from '../../tables.ts';
import { planAllocations } from '../plan-allocations.ts';
import { type Candidate, MATCH_REASONS, matchOf } from './match-bank-line.ts';
import { readCandidates } from './read-candidates.ts';

const Suggestion = z.object({
  accountId: idOf('account').describe('The customer.'),
  accountName: z.string().describe('Its name.'),
  reasons: z.array(z.enum(MATCH_REASONS)).describe('What the movement and the customer have in common.'),
  returnsPaymentId: idOf('payment')
    .nullable()
    .describe('The payment that the bank took back; null for money received.'),
  allocated: z
    .array(
      z.object({
        invoiceId: idOf('invoice').describe('The invoice.'),
        number: z.string().describe('Its number.'),
        amount: DecimalText.describe('What it would pay of it.'),
      }),
    )
    .describe('The invoices that it would pay: those that are named, else those that are due first.'),
  unallocated: DecimalText.describe('What would stay as credit of the customer.'),
});

export const listBankLines = operation({
  name: 'billing.listBankLines',
  description:
    'Lists the movements of bank statements: those that wait with the customer and the invoices that they probably ' +
    'pay, the earliest first; those that are booked or ignored, the newest first.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    status: z.enum(BANK_LINE_STATUSES).default('open').describe('Those that wait, are booked, or are ignored.'),
  }),
  output: pageOf(
    z.object({
      id: idOf('bankLine').describe('The movement.'),
      bookedOn: DateText.describe('Day on which the bank booked it.'),
      amount: DecimalText.describe('Amount; negative for a payment that the bank took back.'),
      currency: z.string().describe('Its currency, ISO 4217.'),
      payerName: z.string().nullable().describe('Name of the payer; null: the bank does not say.'),
      payerIban: z.string().nullable().describe('IBAN of the payer; null: the bank does not say.'),
      reference: z.string().nullable().describe('What the payer wrote; null: nothing.'),
      fileName: z.string().describe('The statement that it came with.'),
      note: z.string().nullable().describe('Why it is ignored; null: it is not.'),
      accountId: idOf('account').nullable().describe('The customer that it is booked for; null: none yet.'),
      accountName: z.string().nullable().describe('Its name.'),
      suggestion: Suggestion.nullable().describe('Who has probably paid; null: unclear, or not waiting.'),
    }),
  ).extend({ openCount: z.number().int().describe('Movements that wait.') }),
  async run({ tx }, { status, ...page }) {
    const isOpen = status === 'open';
    const rows = await tx
      .select({ line: bankLine, accountId: account.id, accountName: account.name })
      .from(bankLine)
      .leftJoin(payment, eq(payment.id, bankLine.paymentId))
      .leftJoin(account, eq(account.id, payment.accountId))
      .where(eq(bankLine.status, status))
      .orderBy(...(isOpen ? [asc(bankLine.bookedOn), asc(bankLine.id)] : [desc(bankLine.bookedOn), desc(bankLine.id)]))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const suggestions = isOpen
      ? await suggest(
          tx,
          rows.map(({ line }) => line),
        )
      : new Map<LineRow['id'], Suggested>();
    return {
      items: rows.map(({ line, accountId, accountName }) => ({
        id: line.id,
        bookedOn: line.bookedOn.toString(),
        amount: line.amount.toFixed(),
        currency: line.currency,
        payerName: line.payerName,
        payerIban: line.payerIban,
        reference: line.reference,
        fileName: line.fileName,
        note: line.note,
        accountId,
        accountName,
        suggestion: suggestions.get(line.id) ?? null,
      })),
      total: await count(tx, status),
      openCount: await count(tx, 'open'),
    };
  },
});

type LineRow = typeof bankLine.$inferSelect;
type Suggested = z.input<typeof Suggestion>;

async function count(tx: Tx, status: LineRow['status']): Promise<number> {
  const [row] = await tx
    .select({ total: sql<number>`count(*)::int` })
    .from(bankLine)
    .where(eq(bankLine.status, status));
  return row?.total ?? 0;
}

async function suggest(tx: Tx, lines: readonly LineRow[]): Promise<Map<LineRow['id'], Suggested>> {
  const received = lines.filter(({ amount }) => amount.greaterThan(0));
  const candidates = await readCandidates(tx, received);
  const suggested = new Map<LineRow['id'], Suggested>();
  for (const line of received) {
    const match = matchOf(line, candidates);
    const candidate = candidates.find(({ accountId }) => accountId === match?.accountId);
    if (match === undefined || candidate === undefined) continue;
    suggested.set(line.id, {
      accountId: candidate.accountId,
      accountName: candidate.name,
      reasons: [...match.reasons],
      returnsPaymentId: null,
      ...allocationOf(line, candidate, match.namedInvoices),
    });
  }
  for (const line of lines.filter(({ amount }) => amount.isNegative())) {
    const found = await findReturned(tx, line);
    if (found !== undefined) suggested.set(line.id, found);
  }
  return suggested;
}

/** The named invoices first, then those that are due first; candidates have them in that order. */
function allocationOf(line: LineRow, { unpaid }: Candidate, named: readonly string[]) {
  const inOrder = [
    ...unpaid.filter(({ invoiceId }) => named.includes(invoiceId)),
    ...unpaid.filter(({ invoiceId }) => !named.includes(invoiceId)),
  ];
  // The plan alone is shown: the payment does not exist yet.
  const source = { kind: 'payment' as const, id: newId<'payment'>() };
  const money = { source, available: line.amount, currency: line.currency };
  const planned = planAllocations([money], inOrder);
  const used = planned.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  return {
    allocated: planned.map(({ invoiceId, amount }) => ({
      invoiceId,
      number: unpaid.find((one) => one.invoiceId === invoiceId)?.number ?? '',
      amount: amount.toFixed(),
    })),
    unallocated: line.amount.minus(used).toFixed(),
  };
}

const returned = alias(payment, 'returned');

/** The one payment of this amount, from this IBAN or with a part of this text, that was not returned yet. */
async function findReturned(tx: Tx, line: LineRow): Promise<Suggested | undefined> {
  const rows = await tx
    .select({ row: payment, accountName: account.name })
    .from(payment)
    .innerJoin(account, eq(account.id, payment.accountId))
    .where(
      and(
        eq(payment.amount, line.amount.negated()),
        eq(payment.currency, line.currency),
        inArray(payment.source, ['bankStatement', 'debit']),
        gt(payment.amount, new Decimal(0)),
        notExists(tx.select({ id: returned.id }).from(returned).where(eq(returned.returnsPaymentId, payment.id))),
      ),
    )
    .orderBy(desc(payment.receivedOn))
    .limit(20);
  const isOf = ({ row }: (typeof rows)[number]) =>
    (line.payerIban !== null && row.payerIban === line.payerIban) ||
    (row.reference !== null && (line.reference ?? '').includes(row.reference));
  const [found, other] = rows.filter(isOf);
  if (found === undefined || other !== undefined) return undefined;
  return {
    accountId: found.row.accountId,
    accountName: found.accountName,
    reasons: found.row.payerIban === line.payerIban ? ['amount', 'knownIban'] : ['amount'],
    returnsPaymentId: found.row.id,
    allocated: [],
    unallocated: '0',
  };
}
