import type { Decimal } from '@licence-portal/nce';
import { and, eq, notExists, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { creditEntry } from '../tables.ts';

export type CreditEntryRow = typeof creditEntry.$inferSelect;

const correction = alias(creditEntry, 'correction');

/** The condition that no entry corrects this one. */
export function isNotCorrected(tx: Tx): SQL {
  return notExists(tx.select({ id: correction.id }).from(correction).where(eq(correction.correctsId, creditEntry.id)));
}

/** The entry that corrects an entry, if any. */
export async function findCorrectionOf(tx: Tx, entryId: Id<'creditEntry'>): Promise<CreditEntryRow | undefined> {
  const [row] = await tx.select().from(creditEntry).where(eq(creditEntry.correctsId, entryId));
  return row;
}

/**
 * An advance payment of the account, which alone can be corrected: what orders take and get back follows the orders.
 *
 * @throws Refusal `billing.creditEntry.notFound`
 */
export async function getTopUp(tx: Tx, accountId: AccountId, entryId: Id<'creditEntry'>): Promise<CreditEntryRow> {
  const [row] = await tx
    .select()
    .from(creditEntry)
    .where(and(eq(creditEntry.id, entryId), eq(creditEntry.accountId, accountId), eq(creditEntry.kind, 'topUp')));
  if (row === undefined) throw new Refusal('billing.creditEntry.notFound');
  return row;
}

/** The balances that a correction leads from and to. */
export function correctedBalance(before: Decimal, topUp: CreditEntryRow) {
  const after = before.minus(topUp.amount);
  return { balanceBefore: before, balanceAfter: after, isBelowZero: after.lessThan(0) };
}
