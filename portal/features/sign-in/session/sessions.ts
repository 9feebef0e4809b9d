import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { session } from '../tables.ts';

/** Ends every session of a person, at once. */
export async function endSessions(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(session).where(eq(session.personId, personId));
}
