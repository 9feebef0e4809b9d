import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { PersonRole } from '#platform/permissions.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { isAddress } from '../rules.ts';
import { person } from '../tables.ts';
import type { PersonRow } from './people.ts';
import { type FieldPath, refuseTakenInAccount } from './taken.ts';

export type NewPerson = Readonly<{
  accountId: AccountId;
  roles: readonly PersonRole[];
  login: string;
  email: string;
  notificationEmail: string | null;
  firstName: string;
  lastName: string;
  locale: Locale;
}>;

/**
 * Adds a person without a password. Answer and time say nothing about people of other accounts.
 *
 * @param paths  the fields that the login and the e-mail came from, for a refusal
 * @throws Refusal `input.invalid` when a person of the account has the login or the e-mail, or when the login is an
 *   address other than the e-mail
 */
export async function addPerson(
  tx: Tx,
  added: NewPerson,
  now: Temporal.Instant,
  paths: { login: FieldPath; email: FieldPath } = { login: 'login', email: 'email' },
): Promise<PersonRow> {
  if (isAddress(added.login) && added.login !== added.email)
    throw new Refusal('input.invalid', {}, [{ path: paths.login, code: 'input.loginNotOwnAddress' }]);
  await refuseTakenInAccount(tx, added, paths);
  const [row] = await tx
    .insert(person)
    .values({ ...added, roles: [...added.roles], createdAt: now, updatedAt: now })
    .returning();
  assert(row !== undefined, 'the person was not stored');
  return row;
}
