import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { billingStatement, billingStatementLine, charge } from '../tables.ts';
import type { EarlierEntry, Entry, InvoiceOfStatement, Placement } from './compose-documents.ts';

/** The columns of the ledger that decide in which document an entry stands. */
export const ENTRY_COLUMNS = {
  chargeId: charge.id,
  subscriptionId: charge.subscriptionId,
  correctsChargeId: charge.correctsChargeId,
  cycleStartsOn: charge.cycleStartsOn,
  cycleEndsBefore: charge.cycleEndsBefore,
  paymentMethod: charge.paymentMethod,
  taxRate: charge.taxRate,
  net: charge.net,
};

/** The entries of earlier statements against which the refunds of a month may be set, the latest statement first. */
export async function readEarlierEntries(
  tx: Tx,
  accountId: AccountId,
  currency: string,
  entries: readonly Entry[],
): Promise<EarlierEntry[]> {
  const refunds = entries.filter(({ net }) => net.lessThan(0));
  if (refunds.length === 0) return [];
  const named = [...new Set(refunds.map(({ subscriptionId }) => subscriptionId))].filter((id) => id !== null);
  const isRefunded = or(
    named.length === 0 ? undefined : inArray(charge.subscriptionId, named),
    refunds.some(({ subscriptionId }) => subscriptionId === null) ? isNull(charge.subscriptionId) : undefined,
  );
  const rows = await tx
    .select({ ...ENTRY_COLUMNS, line: billingStatementLine })
    .from(charge)
    .innerJoin(billingStatementLine, eq(billingStatementLine.chargeId, charge.id))
    .innerJoin(billingStatement, eq(billingStatement.id, billingStatementLine.statementId))
    .where(and(eq(charge.accountId, accountId), eq(charge.currency, currency), isRefunded))
    .orderBy(desc(billingStatement.month), desc(billingStatementLine.position));
  return rows.flatMap(({ line, ...entry }): EarlierEntry[] => {
    const placement = placementOf(line);
    if (placement.document === 'creditNote')
      return placement.corrected === null ? [] : [{ ...entry, invoice: placement.corrected }];
    return [{ ...entry, invoice: { statementId: line.statementId, paymentMethod: entry.paymentMethod } }];
  });
}

type LineRow = typeof billingStatementLine.$inferSelect;
type PlacementColumns = Pick<LineRow, 'document' | 'correctedStatementId' | 'correctedPaymentMethod'>;

/** A placement as it is stored. */
export function columnsOfPlacement(placement: Placement): PlacementColumns {
  const corrected: InvoiceOfStatement | null = placement.document === 'creditNote' ? placement.corrected : null;
  return {
    document: placement.document,
    correctedStatementId: corrected?.statementId ?? null,
    correctedPaymentMethod: corrected?.paymentMethod ?? null,
  };
}

/** A placement as it was stored. */
export function placementOf({ document, correctedStatementId, correctedPaymentMethod }: PlacementColumns): Placement {
  if (document === 'invoice') return { document };
  if (correctedStatementId === null) return { document, corrected: null };
  assert(correctedPaymentMethod !== null, 'a corrected invoice is named by statement and payment method');
  return { document, corrected: { statementId: correctedStatementId, paymentMethod: correctedPaymentMethod } };
}
