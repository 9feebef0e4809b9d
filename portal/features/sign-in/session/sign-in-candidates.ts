import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import { type PersonRow, person } from '#features/users/users.ts';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { credential } from '../tables.ts';
import type { Proof } from './auth.server.ts';
import type { PasswordHashing } from './password-hash.server.ts';

/** A person whom a login may mean, and the stored hash of their password. */
export type Candidate = Readonly<{ person: PersonRow; hash: string | null }>;

/**
 * So many comparisons are made for every attempt at least. Whoever knows one person of a login, because they added it
 * to their own account, does not learn from the time whether another account has the login too.
 */
const COMPARISONS_MIN = 2;

/**
 * The people of all accounts who have a login: a login is unique in its account only (docs/decisions/0021).
 *
 * @param login  in the form in which logins are compared
 */
export function findCandidates(tx: Tx, login: string): Promise<Candidate[]> {
  return tx
    .select({ person, hash: credential.password })
    .from(person)
    .leftJoin(credential, and(eq(credential.personId, person.id), eq(credential.providerId, 'credential')))
    .where(eq(person.loginKey, login))
    .orderBy(desc(isNotNull(person.emailConfirmedAt)), asc(person.createdAt), asc(person.id));
}

/**
 * Compares a password with those of all candidates. A person whose password it is, is the one who signs in; otherwise
 * it was wrong for each of them.
 *
 * @throws Refusal `signIn.busy`
 */
export async function compareWithAll(
  hashing: PasswordHashing,
  candidates: readonly Candidate[],
  password: string,
  connection: Connection,
): Promise<Readonly<{ personId: PersonId; proof: Proof }> | undefined> {
  const padding = Math.max(0, COMPARISONS_MIN - candidates.length);
  const hashes = [...candidates.map(({ hash }) => hash), ...Array<null>(padding).fill(null)];
  const outcomes = await Promise.all(hashes.map((hash) => hashing.verify({ hash, password }, connection)));
  const right = candidates.find(({ hash }, index) => hash !== null && outcomes[index] === true);
  return right === undefined || right.hash === null
    ? undefined
    : { personId: right.person.id, proof: { hash: right.hash, password } };
}
