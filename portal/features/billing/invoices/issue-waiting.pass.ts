import { asc, eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { billingStatement, waitingStatement } from '../tables.ts';
import { issueStatement } from './issue-statement.ts';

/** Writes the documents of statements that waited for legal data, as soon as it is there; the earliest month first. */
export const issueWaiting: Pass = {
  name: 'billing.issueWaiting',
  everySeconds: 60,
  async run(pass) {
    await visitRows(pass, {
      rowsAtATime: 20,
      list: listWaiting,
      keyOf: ({ statement }) => [statement.month, statement.id],
      async run(context, rows) {
        for (const { statement } of rows) await issueStatement(context, statement);
      },
    });
  },
};

function listWaiting(tx: Tx, { after, limit }: Page) {
  const { month, statementId } = waitingStatement;
  return tx
    .select({ statement: billingStatement })
    .from(waitingStatement)
    .innerJoin(billingStatement, eq(billingStatement.id, statementId))
    .where(rowsAfter([month, statementId], after))
    .orderBy(asc(month), asc(statementId))
    .limit(limit);
}
