import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { fieldRefusalOf } from '#platform/operation.server.ts';
import { loginKeyOf } from '../people/login-key.ts';
import { Email, FirstName, LastName, Login, NotificationEmail } from '../people/person-schema.ts';
import { lockLogins } from '../people/taken.ts';
import { isAddress } from '../rules.ts';
import { person } from '../tables.ts';
import { PEOPLE_FIELDS, type PeopleField } from './people-columns.ts';
import type { TypedPerson } from './read-people.ts';

const ValidPerson = z.object({
  firstName: FirstName,
  lastName: LastName,
  email: Email,
  login: z.preprocess((text) => (text === '' ? undefined : text), Login.optional()),
  notificationEmail: NotificationEmail,
});

/** A person who can be added. */
export type ValidPerson = z.output<typeof ValidPerson> & Readonly<{ login: string }>;

/** What is wrong with one field of a row. */
export type RowProblem = Readonly<{
  field: PeopleField;
  code: string;
  facts: Readonly<Record<string, string | number>>;
}>;

/** `exists`: the account has a user with this e-mail, who is left as is. */
export type JudgedPerson =
  | Readonly<{ status: 'valid'; person: ValidPerson; problems: readonly [] }>
  | Readonly<{ status: 'exists'; problems: readonly [] }>
  | Readonly<{ status: 'faulty'; problems: readonly RowProblem[] }>;

/**
 * Judges rows of people who are to be added: each by itself, against the rows before it, and against the people of the
 * account, whose logins are held until the transaction ends.
 */
export async function judgePeople(
  tx: Tx,
  accountId: AccountId,
  rows: readonly TypedPerson[],
): Promise<readonly JudgedPerson[]> {
  await lockLogins(tx, accountId);
  const people = await tx
    .select({ email: person.email, loginKey: person.loginKey })
    .from(person)
    .where(and(eq(person.accountId, accountId), isNull(person.removedAt)));
  const emails = new Set(people.map(({ email }) => email.toLowerCase()));
  const loginKeys = new Set(people.map(({ loginKey }) => loginKey));
  const rowByEmail = new Map<string, number>();
  const rowByLogin = new Map<string, number>();
  return rows.map((row, index): JudgedPerson => {
    const parsed = ValidPerson.safeParse(row, { reportInput: true });
    if (!parsed.success) return { status: 'faulty', problems: parsed.error.issues.flatMap(problemOf) };
    const { email } = parsed.data;
    const login = parsed.data.login ?? email;
    const field = parsed.data.login === undefined ? 'email' : 'login';
    const problem = (at: PeopleField, code: string, facts: RowProblem['facts'] = {}): JudgedPerson => ({
      status: 'faulty',
      problems: [{ field: at, code, facts }],
    });
    const key = loginKeyOf(login);
    const twice = rowByEmail.get(email);
    if (twice !== undefined) return problem('email', 'input.twiceInList', { row: twice + 1 });
    const sameLogin = rowByLogin.get(key);
    if (sameLogin !== undefined) return problem(field, 'input.twiceInList', { row: sameLogin + 1 });
    rowByEmail.set(email, index);
    rowByLogin.set(key, index);
    if (emails.has(email)) return { status: 'exists', problems: [] };
    if (isAddress(login) && login !== email) return problem('login', 'input.loginNotOwnAddress');
    if (loginKeys.has(key)) return problem(field, 'input.loginTaken');
    return { status: 'valid', person: { ...parsed.data, login }, problems: [] };
  });
}

function problemOf(issue: z.core.$ZodIssue): RowProblem[] {
  const { path, code, facts = {} } = fieldRefusalOf(issue);
  const field = PEOPLE_FIELDS.find((one) => one === path);
  return field === undefined ? [] : [{ field, code, facts: facts as RowProblem['facts'] }];
}
