import { and, desc, eq, notInArray } from 'drizzle-orm';
import { eventText, QUIET_EVENTS, translateFor } from '#features/audit/audit.ts';
import { namesOfPeople } from '#features/users/users.ts';
import type { AccountId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { auditRecord } from '#platform/tables.ts';

const SHOWN_MAX = 15;
/** Enough to fill the list where much of it is the same. */
const READ_MAX = 200;
type Row = typeof auditRecord.$inferSelect;

/** Recent events of an account, the newest first; the same event by the same person in a row is one entry. */
export async function listRecentRecords(context: OperationContext, accountId: AccountId) {
  const { tx } = context;
  const t = await translateFor(context);
  const rows = await tx
    .select()
    .from(auditRecord)
    .where(and(eq(auditRecord.accountId, accountId), notInArray(auditRecord.event, [...QUIET_EVENTS])))
    .orderBy(desc(auditRecord.createdAt), desc(auditRecord.id))
    .limit(READ_MAX);
  const runs = runsOf(rows).slice(0, SHOWN_MAX);
  const names = await namesOfPeople(
    tx,
    runs.map(({ last }) => last.personId).filter((id) => id !== null),
  );
  return runs.map(({ last, times }) => ({
    id: last.id,
    event: last.event,
    text: eventText(t, last),
    facts: last.facts,
    personName: last.personId === null ? null : (names.get(last.personId) ?? null),
    times,
    createdAt: last.createdAt.toString(),
  }));
}

function runsOf(rows: readonly Row[]): { last: Row; times: number }[] {
  const runs: { last: Row; times: number }[] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && isSame(run.last, row)) run.times += 1;
    else runs.push({ last: row, times: 1 });
  }
  return runs;
}

/** Events that are shown with a name are the same only under the same name. */
function isSame(left: Row, right: Row): boolean {
  return (
    left.event === right.event &&
    left.personId === right.personId &&
    left.facts.name === right.facts.name &&
    left.facts.events === right.facts.events
  );
}
