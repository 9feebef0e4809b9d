import { eq } from 'drizzle-orm';
import { endAddressChanges } from '#features/users/users.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { endPasswordLinks } from './password/password-links.ts';
import { endSessions } from './session/sessions.ts';
import { apiKey } from './tables.ts';

/**
 * Ends what a person has open: sessions, API keys, links that were sent and not used, an address that waits for its
 * confirmation. The password stays.
 */
export async function endAccess({ tx, clock }: OperationContext, personId: PersonId): Promise<void> {
  await endSessions(tx, personId);
  await endPasswordLinks(tx, personId, clock.now());
  await endAddressChanges(tx, personId, clock.now());
  await tx.delete(apiKey).where(eq(apiKey.personId, personId));
}
