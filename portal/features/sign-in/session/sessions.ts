import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { pendingSignIn, session } from '../tables.ts';

/** Ends every session of a person, at once, and the sign-ins that wait for their second step. */
export async function endSessions(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(pendingSignIn).where(eq(pendingSignIn.personId, personId));
  await tx.delete(session).where(eq(session.personId, personId));
}
