import { and, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { person } from '../tables.ts';
import { loginKeyOf } from './login-key.ts';

/** The field of a form that a login or an address came from. */
export type FieldPath = 'login' | 'email' | 'administrator.email';

/**
 * Refuses a login or a sign-in e-mail that another person of the account has. People of other accounts are not looked
 * at, so that the answer says nothing about them; docs/decisions/0021 says how a login then stays unambiguous. The
 * account's logins are held until the transaction ends.
 *
 * @throws Refusal `input.invalid` at the field
 */
export async function refuseTakenInAccount(
  tx: Tx,
  wanted: { accountId: AccountId; login?: string; email?: string; except?: PersonId },
  paths: { login: FieldPath; email: FieldPath },
): Promise<void> {
  const { accountId, login, email, except } = wanted;
  await lockLogins(tx, accountId);
  const taken = async (condition: SQL) => {
    const others = and(
      eq(person.accountId, accountId),
      isNull(person.removedAt),
      condition,
      except === undefined ? undefined : ne(person.id, except),
    );
    return (await tx.select({ id: person.id }).from(person).where(others).limit(1)).length > 0;
  };
  if (login !== undefined && (await taken(eq(person.loginKey, loginKeyOf(login)))))
    throw new Refusal('input.invalid', {}, [{ path: paths.login, code: 'input.loginTaken' }]);
  if (email !== undefined && (await taken(hasEmail(email))))
    throw new Refusal('input.invalid', {}, [{ path: paths.email, code: 'input.emailTaken' }]);
}

/** Holds the logins of an account until the transaction ends: nobody else adds or changes one meanwhile. */
export async function lockLogins(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`logins of ${accountId}`}, 0))`);
}

/**
 * True when another person of the portal has confirmed the address. For callers who may know it: the reader of a mail
 * to that address, and the provider.
 */
export async function isConfirmedByOther(tx: Tx, email: string, except: PersonId | null): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`address ${email.toLowerCase()}`}, 0))`);
  const [other] = await tx
    .select({ id: person.id })
    .from(person)
    .where(
      and(
        hasEmail(email),
        isNotNull(person.emailConfirmedAt),
        isNull(person.removedAt),
        except === null ? undefined : ne(person.id, except),
      ),
    )
    .limit(1);
  return other !== undefined;
}

function hasEmail(email: string): SQL {
  return sql`lower(${person.email}) = ${email.toLowerCase()}`;
}
