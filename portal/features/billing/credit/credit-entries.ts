import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, type Id, idOf } from '#platform/ids.ts';
import { DecimalText, InstantText, offsetOf, type PageRequest } from '#platform/wire.ts';
import { creditEntry } from '../tables.ts';
import { creditBalance } from './credit.ts';

export const CREDIT_ENTRY_KINDS = ['topUp', 'taken', 'returned', 'corrected'] as const;

/** An entry of the prepaid credit, as its customer reads it. */
export const CreditEntryOutput = z.object({
  id: idOf('creditEntry').describe('The entry.'),
  kind: z
    .enum(CREDIT_ENTRY_KINDS)
    .describe(
      '`topUp`: an advance payment; `corrected`: one taken back; `taken` and `returned`: paid to an order or a later ' +
        'charge of a subscription, and given back.',
    ),
  amount: DecimalText.describe('Gross; negative when taken or corrected.'),
  balanceAfter: DecimalText.describe('Balance after this entry, gross.'),
  orderId: idOf('order')
    .nullable()
    .describe('The order that took or returned the credit; null for advance payments and later charges.'),
  correctsId: idOf('creditEntry').nullable().describe('The entry that this one takes back; null for all others.'),
  isCorrected: z.boolean().describe('A later entry takes this one back.'),
  reason: z.string().nullable().describe('Why an advance payment was taken back; null for other entries.'),
  createdAt: InstantText.describe('When it was booked.'),
});

/** What a list of entries says about the whole. */
export const CreditBalance = {
  balance: DecimalText.describe('Balance of the prepaid credit, gross.'),
  currency: z.string().describe('Currency of all amounts, ISO 4217.'),
};

/** The entries of an account, the newest first, each with the balance after it. */
export async function readCreditEntries(tx: Tx, accountId: AccountId, page: z.output<typeof PageRequest>) {
  const ofAccount = eq(creditEntry.accountId, accountId);
  const rows = await tx
    .select({
      entry: creditEntry,
      // As text: the driver would make a number of it, which is not exact.
      balanceAfter: sql<string>`(sum(${creditEntry.amount})
        over (order by ${creditEntry.createdAt}, ${creditEntry.id}))::text`,
    })
    .from(creditEntry)
    .where(ofAccount)
    .orderBy(desc(creditEntry.createdAt), desc(creditEntry.id))
    .limit(page.pageSize)
    .offset(offsetOf(page));
  const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(creditEntry).where(ofAccount);
  const corrected = await readCorrected(
    tx,
    accountId,
    rows.map(({ entry }) => entry.id),
  );
  const balance = await creditBalance(tx, accountId);
  return {
    rows: rows.map((row) => ({ ...row, isCorrected: corrected.has(row.entry.id) })),
    total: counted?.total ?? 0,
    balance: balance.toFixed(),
  };
}

/** Those of some entries that another one takes back. */
async function readCorrected(tx: Tx, accountId: AccountId, ids: readonly Id<'creditEntry'>[]) {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: creditEntry.correctsId })
    .from(creditEntry)
    .where(and(eq(creditEntry.accountId, accountId), inArray(creditEntry.correctsId, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

type ReadEntry = Awaited<ReturnType<typeof readCreditEntries>>['rows'][number];

export function creditEntryOutput({ entry, balanceAfter, isCorrected }: ReadEntry): z.input<typeof CreditEntryOutput> {
  return {
    id: entry.id,
    kind: entry.kind,
    amount: entry.amount.toFixed(),
    balanceAfter,
    orderId: entry.orderId,
    correctsId: entry.correctsId,
    isCorrected,
    reason: entry.kind === 'corrected' ? entry.note : null,
    createdAt: entry.createdAt.toString(),
  };
}
