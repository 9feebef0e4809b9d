import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, DecimalText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { billingStatement, billingStatementLine, charge, waitingStatement } from '../../tables.ts';
import { MISSING_DETAILS, missingFor, readLegalData } from '../legal-data.ts';

export const listWaitingStatements = operation({
  name: 'billing.listWaitingStatements',
  description:
    'Lists the statements of closed months whose invoices wait, the earliest first, with the details that are missing. ' +
    'An invoice without a reason waits for an earlier one of the customer, or is written within minutes.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(
    z.object({
      statementId: idOf('billingStatement').describe('The statement.'),
      accountId: idOf('account').describe('The customer account.'),
      accountName: z.string().describe('Name of the customer.'),
      month: DateText.describe('First day of the month.'),
      gross: DecimalText.describe('Sum with tax.'),
      currency: z.string().describe('Currency, ISO 4217.'),
      missing: z.array(z.enum(MISSING_DETAILS)).describe('Details without which no invoice is written.'),
    }),
  ),
  async run({ tx }, page) {
    const rows = await tx
      .select({ statement: billingStatement, accountName: account.name })
      .from(waitingStatement)
      .innerJoin(billingStatement, eq(billingStatement.id, waitingStatement.statementId))
      .innerJoin(account, eq(account.id, billingStatement.accountId))
      .orderBy(asc(waitingStatement.month), asc(waitingStatement.statementId))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const items = [];
    for (const { statement, accountName } of rows) {
      const lines = await tx
        .select({ taxRate: charge.taxRate })
        .from(billingStatementLine)
        .innerJoin(charge, eq(charge.id, billingStatementLine.chargeId))
        .where(eq(billingStatementLine.statementId, statement.id));
      const legal = await readLegalData(tx, statement.accountId);
      items.push({
        statementId: statement.id,
        accountId: statement.accountId,
        accountName,
        month: statement.month.toString(),
        gross: statement.gross.toFixed(2),
        currency: statement.currency,
        missing: [...missingFor(legal, lines)],
      });
    }
    const [all] = await tx.select({ count: sql<number>`count(*)::int` }).from(waitingStatement);
    return { items, total: all?.count ?? 0 };
  },
});
