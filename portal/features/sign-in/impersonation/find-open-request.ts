import { and, desc, eq, isNull } from 'drizzle-orm';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { impersonation } from '../tables.ts';
import type { ImpersonationRow } from './impersonation-row.ts';
import { requestStateOf } from './impersonation-rules.ts';

/** The caller's newest request to act in a person's place that waits for its answer, or for its start. */
export async function findOpenRequest(
  { tx, personId, services }: OperationContext,
  userId: PersonId,
): Promise<ImpersonationRow | undefined> {
  const [newest] = await tx
    .select()
    .from(impersonation)
    .where(
      and(
        eq(impersonation.impersonatorId, personId),
        eq(impersonation.personId, userId),
        isNull(impersonation.startedAt),
        isNull(impersonation.endedAt),
      ),
    )
    .orderBy(desc(impersonation.requestedAt))
    .limit(1);
  if (newest === undefined) return undefined;
  const state = requestStateOf(newest, services.machineClock.now());
  return state === 'waiting' || state === 'agreed' ? newest : undefined;
}
