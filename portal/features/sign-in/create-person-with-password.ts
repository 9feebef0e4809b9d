import { hashPassword } from 'better-auth/crypto';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { addPerson, type NewPerson } from '../users/add-person.ts';
import { storePasswordHash } from './store-password.ts';

/** Adds a person who can sign in at once: for the demo’s seed; no operation reaches it. */
export async function createPersonWithPassword(
  tx: Tx,
  added: NewPerson,
  password: string,
  now: Temporal.Instant,
): Promise<PersonId> {
  const { id } = await addPerson(tx, added, now);
  await storePasswordHash(tx, id, await hashPassword(password), now);
  return id;
}
