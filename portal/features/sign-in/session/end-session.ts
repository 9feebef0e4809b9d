import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { session } from '../tables.ts';

/** Ends one session of the caller, in whatever browser it is open. */
export const endSession = operation({
  name: 'signIn.endSession',
  description: 'Ends one of the caller’s own sessions. Its browser stays known as a device of the caller.',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({ sessionId: idOf('session').describe('Id of the session.') }),
  output: z.object({}),
  refusals: ['signIn.session.notFound'],
  async run({ tx, audit, personId }, { sessionId }) {
    const ended = await tx
      .delete(session)
      .where(and(eq(session.id, sessionId), eq(session.personId, personId)))
      .returning({ id: session.id });
    if (ended.length === 0) throw new Refusal('signIn.session.notFound');
    await audit.record('signIn.sessionEnded', { personId });
    return {};
  },
});
