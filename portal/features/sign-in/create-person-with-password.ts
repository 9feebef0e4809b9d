import { addPerson, type NewPerson, setSignInState } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { storePasswordHash } from './password/store-password.ts';

/** Adds a person who can sign in at once. For the seed of the demo; no operation calls it. */
export async function createPersonWithPassword(
  tx: Tx,
  added: NewPerson,
  passwordHash: string,
  now: Temporal.Instant,
): Promise<PersonId> {
  const { id } = await addPerson(tx, added, now);
  await storePasswordHash(tx, id, passwordHash, now);
  await setSignInState(tx, id, { emailConfirmedAt: now });
  return id;
}
