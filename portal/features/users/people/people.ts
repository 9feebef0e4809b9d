import { and, arrayOverlaps, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { type Permission, rolesWith } from '#platform/permissions.ts';
import { Refusal } from '#platform/refusal.ts';
import { person } from '../tables.ts';

export type PersonRow = typeof person.$inferSelect;

/** A person who was not removed. */
export async function findPerson(tx: Tx, personId: PersonId): Promise<PersonRow | undefined> {
  const [row] = await tx
    .select()
    .from(person)
    .where(and(eq(person.id, personId), isNull(person.removedAt)));
  return row;
}

/** @throws Refusal `users.notFound`, also for people of other accounts: the row policy hides them */
export async function getPerson(tx: Tx, personId: PersonId): Promise<PersonRow> {
  const row = await findPerson(tx, personId);
  if (row === undefined) throw new Refusal('users.notFound');
  return row;
}

/** As {@link findPerson}, and holds the row until the transaction ends. */
export async function findPersonForUpdate(tx: Tx, personId: PersonId): Promise<PersonRow | undefined> {
  const [row] = await tx
    .select()
    .from(person)
    .where(and(eq(person.id, personId), isNull(person.removedAt)))
    .for('no key update');
  return row;
}

/** @throws Refusal `users.notFound` */
export async function getPersonForUpdate(tx: Tx, personId: PersonId): Promise<PersonRow> {
  const row = await findPersonForUpdate(tx, personId);
  if (row === undefined) throw new Refusal('users.notFound');
  return row;
}

/** Names of people by id, those of removed people included: for records of the past. */
export async function namesOfPeople(tx: Tx, personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: person.id, firstName: person.firstName, lastName: person.lastName })
    .from(person)
    .where(inArray(person.id, [...new Set(personIds)]));
  return new Map(rows.map((row) => [row.id, displayName(row)]));
}

/** The people of an account who have a permission, by name, without those who are disabled. */
export function listPeopleWith(
  tx: Tx,
  accountId: PersonRow['accountId'],
  permission: Permission,
): Promise<PersonRow[]> {
  return tx
    .select()
    .from(person)
    .where(
      and(
        eq(person.accountId, accountId),
        arrayOverlaps(person.roles, [...rolesWith(permission)]),
        isNull(person.removedAt),
        isNull(person.disabledAt),
      ),
    )
    .orderBy(asc(person.lastName), asc(person.firstName));
}

export function displayName(named: { firstName: string; lastName: string }): string {
  return `${named.firstName} ${named.lastName}`;
}
