import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { person } from '../tables.ts';
import type { PersonRow } from './people.ts';

export type NewPerson = Readonly<{
  accountId: AccountId;
  role: PersonRow['role'];
  login: string;
  email: string;
  notificationEmail: string | null;
  firstName: string;
  lastName: string;
  locale: Locale;
}>;

/**
 * Adds a person without a password.
 *
 * @param path  the field that the login came from, for the refusal
 * @throws Refusal `input.invalid` when a person of any account has the login
 */
export async function addPerson(
  tx: Tx,
  added: NewPerson,
  now: Temporal.Instant,
  path: LoginPath = 'login',
): Promise<PersonRow> {
  const [row] = await tx
    .insert(person)
    .values({ ...added, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: person.login })
    .returning();
  if (row === undefined) throw loginTaken(path);
  return row;
}

/** The field that a login came from. */
type LoginPath = 'login' | 'email' | 'administrator.email';

/** The refusal of a login that a person of any account has. */
export function loginTaken(path: LoginPath): Refusal {
  return new Refusal('input.invalid', {}, [{ path, code: 'input.loginTaken' }]);
}

/** True when the database refused a login because a person has it; the row policy hides which one. */
export function isLoginTaken(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    cause.code === UNIQUE_VIOLATION &&
    'constraint' in cause &&
    cause.constraint === 'person_login_key'
  );
}

const UNIQUE_VIOLATION = '23505';
