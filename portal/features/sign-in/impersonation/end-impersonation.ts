import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { impersonation } from '../tables.ts';
import { unmarkImpersonation } from './impersonation-cookie.ts';
import type { ImpersonationRow } from './impersonation-row.ts';
import { findOwnSessionId } from './own-session-id.ts';

/** The way back to oneself. */
export const endImpersonation = operation({
  name: 'signIn.endImpersonation',
  description:
    'Ends acting in another person’s place: the session is the caller’s own again. Where nobody acts nothing happens.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({}),
  output: z.object({
    userId: z.string().nullable().describe('Id of the person in whose place the caller acted; null: nobody.'),
    customerId: z.string().nullable().describe('Account of that person, for the provider’s staff; null otherwise.'),
  }),
  async run(context) {
    const ended = await endImpersonationOfSession(context);
    if (ended === undefined)
      await context.audit.record('signIn.impersonationEnded', { userId: null, impersonatorName: null });
    return {
      userId: ended?.personId ?? null,
      customerId: ended?.byProvider === true ? ended.accountId : null,
    };
  },
});

/** Ends acting in another person's place in the session of the request, if its caller does so. */
export async function endImpersonationOfSession(context: OperationContext): Promise<ImpersonationRow | undefined> {
  const { audit, services, connection } = context;
  const sessionId = await findOwnSessionId(context);
  const ended = sessionId === undefined ? undefined : await storeEnd(context, sessionId);
  if (ended === undefined) return undefined;
  unmarkImpersonation(connection, services.publicUrl);
  const { personId: userId, impersonatorName, accountId } = ended;
  await audit.record('signIn.impersonationEnded', { userId, impersonatorName }, accountId);
  return ended;
}

async function storeEnd(
  { tx, services }: OperationContext,
  sessionId: Id<'session'>,
): Promise<ImpersonationRow | undefined> {
  const [ended] = await tx
    .update(impersonation)
    .set({ endedAt: services.machineClock.now() })
    .where(and(eq(impersonation.sessionId, sessionId), isNull(impersonation.endedAt)))
    .returning();
  return ended;
}
