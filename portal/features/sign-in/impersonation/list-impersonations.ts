import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { namesOfPeople } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { impersonation } from '../tables.ts';
import type { ImpersonationRow } from './impersonation-row.ts';
import { requestStateOf } from './impersonation-rules.ts';

/** Who has used the portal in the place of the account's people, or asks to, the newest first. */
export const listImpersonations = operation({
  name: 'signIn.listImpersonations',
  description:
    'Lists who has used the portal in the place of a user of the account, with reason and times, and the requests of ' +
    'the provider’s staff to do so, the newest first.',
  kind: 'read',
  permission: 'accounts.manage',
  input: PageRequest,
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the entry.'),
      userId: z.string().describe('Id of the user in whose place somebody acted.'),
      userName: z.string().describe('Name of that user.'),
      impersonatorName: z.string().describe('Name of the one who acted.'),
      byProvider: z.boolean().describe('True: of the provider’s staff.'),
      reason: z.string().describe('Reason that was given.'),
      mayWrite: z.boolean().describe('True: changes were possible.'),
      state: z
        .enum(['waiting', 'agreed', 'refused', 'expired', 'running', 'ended'])
        .describe('Of a request: `waiting`, `agreed`, `refused`, `expired`. Once started: `running`, `ended`.'),
      requestedAt: InstantText.describe('Time of the request or the start, UTC, machine time.'),
      startedAt: InstantText.nullable().describe('Time of the start, UTC, machine time; null: not started.'),
      endedAt: InstantText.nullable().describe(
        'End, or the latest possible one, UTC, machine time; null: not started.',
      ),
    }),
  ),
  async run({ tx, accountId, services }, request) {
    const own = eq(impersonation.accountId, accountId);
    const rows = await tx
      .select()
      .from(impersonation)
      .where(own)
      .orderBy(desc(impersonation.requestedAt), desc(impersonation.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx.select({ count: count() }).from(impersonation).where(own);
    const names = await namesOfPeople(
      tx,
      rows.map(({ personId }) => personId),
    );
    const now = services.machineClock.now();
    return {
      items: rows.map((row) => ({
        id: row.id,
        userId: row.personId,
        userName: names.get(row.personId) ?? '',
        impersonatorName: row.impersonatorName,
        byProvider: row.byProvider,
        reason: row.reason,
        mayWrite: row.mayWrite,
        state: stateOf(row, now),
        requestedAt: row.requestedAt.toString(),
        startedAt: row.startedAt?.toString() ?? null,
        endedAt: row.startedAt === null ? null : ((row.endedAt ?? row.endsAt)?.toString() ?? null),
      })),
      total: all?.count ?? 0,
    };
  },
});

function stateOf(row: ImpersonationRow, now: Temporal.Instant) {
  if (row.startedAt === null) {
    const state = requestStateOf(row, now);
    return state === 'over' ? ('expired' as const) : state;
  }
  const isOpen = row.endedAt === null && row.sessionId !== null;
  return isOpen && row.endsAt !== null && Temporal.Instant.compare(now, row.endsAt) < 0
    ? ('running' as const)
    : ('ended' as const);
}
