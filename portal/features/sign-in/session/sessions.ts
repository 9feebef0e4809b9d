import { eq, inArray } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { networkOf } from '#platform/network.server.ts';
import { pendingSignIn, session } from '../tables.ts';
import { forgetDevices } from './known-devices.ts';

/**
 * Ends every session of a person, at once, with the sign-ins that wait for their second step, and forgets the devices:
 * whoever comes next has to start anew.
 */
export async function endSessions(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(pendingSignIn).where(eq(pendingSignIn.personId, personId));
  await forgetDevices(tx, personId);
  await tx.delete(session).where(eq(session.personId, personId));
}

/** Ends the sessions that a person opened from a network; from all of them when it is null. Devices stay known. */
export async function endSessionsFrom(tx: Tx, personId: PersonId, network: string | null): Promise<void> {
  const open = await tx
    .select({ id: session.id, ipAddress: session.ipAddress })
    .from(session)
    .where(eq(session.personId, personId));
  const ended = open.filter(({ ipAddress }) => network === null || networkOf(ipAddress ?? '') === network);
  if (ended.length > 0)
    await tx.delete(session).where(
      inArray(
        session.id,
        ended.map(({ id }) => id),
      ),
    );
}
