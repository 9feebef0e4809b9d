import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import type { PersonRow } from './people.ts';
import { person } from './tables.ts';

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
 * @throws Refusal `input.invalid` on `login` when somebody has it, of whatever account
 */
export async function addPerson(tx: Tx, added: NewPerson, now: Temporal.Instant): Promise<PersonRow> {
  const [row] = await tx
    .insert(person)
    .values({ ...added, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: person.login })
    .returning();
  if (row === undefined) throw loginTaken();
  return row;
}

export function loginTaken(): Refusal {
  return new Refusal('input.invalid', {}, [{ path: 'login', code: 'input.loginTaken' }]);
}
