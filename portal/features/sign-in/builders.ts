import { hashPassword } from 'better-auth/crypto';
import type { Actor } from '#platform/actor.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { addPerson, type NewPerson } from '../users/add-person.ts';
import { storePasswordHash } from './store-password.ts';

/** A password that the rules accept. */
export const GOOD_PASSWORD = 'quattro sedie verdi';

/** A person for tests, as an actor. Without a password when it is null. */
export async function buildPerson(
  tx: Tx,
  given: Partial<NewPerson> & { accountId: AccountId; login: string; now: Temporal.Instant; password?: string | null },
): Promise<Actor & { personId: NonNullable<Actor['personId']>; accountId: AccountId }> {
  const { now, password = GOOD_PASSWORD, ...chosen } = given;
  const added: NewPerson = {
    role: 'administrator',
    email: `${given.login}@example.it`,
    notificationEmail: null,
    firstName: 'Anna',
    lastName: 'Bianchi',
    locale: 'it',
    ...chosen,
  };
  const { id: personId } = await addPerson(tx, added, now);
  if (password !== null) await storePasswordHash(tx, personId, await hashOf(password), now);
  return { role: added.role, accountId: given.accountId, personId, impersonatorId: null };
}

/** Hashing is slow on purpose; nearly all people of the tests have one password. */
const hashes = new Map<string, Promise<string>>();

function hashOf(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}
