import { and, arrayOverlaps, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { AccountId, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { haveRightsOf, isAdministrator, type PersonRole, rolesOfAccount } from '#platform/permissions.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { getPersonForUpdate, type PersonRow } from '../people/people.ts';
import { person } from '../tables.ts';

/**
 * Nobody manages, or acts as, a person with rights that the own roles do not give: who sets the password of an
 * administrator has the rights of one.
 *
 * @throws Refusal `users.moreRights`
 */
export function refuseMoreRights({ actor }: OperationContext, roles: readonly PersonRole[]): void {
  if (!haveRightsOf(actor.roles, roles)) throw new Refusal('users.moreRights');
}

/**
 * Locks a person whom the caller may manage.
 *
 * @throws Refusal `users.notFound`, `users.moreRights`
 */
export async function getManagedPerson(context: OperationContext, userId: PersonId): Promise<PersonRow> {
  const target = await getPersonForUpdate(context.tx, userId);
  refuseMoreRights(context, target.roles);
  return target;
}

/** @throws Refusal `users.notOneself` when administrators are about to end their own access */
export function refuseOneself({ actor }: OperationContext, target: PersonRow): void {
  if (actor.personId === target.id) throw new Refusal('users.notOneself');
}

/**
 * An account keeps at least one administrator who can sign in: not disabled, and with a password. The account's row is
 * held until the transaction ends, so that two administrators cannot remove each other at once.
 *
 * @throws Refusal `users.lastAdministrator`
 */
export async function refuseLastAdministrator({ tx }: OperationContext, target: PersonRow): Promise<void> {
  if (!isAdministrator(target.roles)) return;
  await tx.select({ id: account.id }).from(account).where(eq(account.id, target.accountId)).for('no key update');
  const others = await tx
    .select({ id: person.id })
    .from(person)
    .where(
      and(
        eq(person.accountId, target.accountId),
        arrayOverlaps(person.roles, target.roles),
        ne(person.id, target.id),
        isNull(person.removedAt),
        isNull(person.disabledAt),
        isNotNull(person.passwordSetAt),
      ),
    )
    .limit(1);
  if (others.length === 0) throw new Refusal('users.lastAdministrator');
}

/**
 * Locks a person whom an administrator takes access away from: never themselves, and never the last administrator.
 *
 * @throws Refusal `users.notFound`, `users.moreRights`, `users.notOneself`, `users.lastAdministrator`
 */
export async function getPersonToExclude(context: OperationContext, userId: PersonId): Promise<PersonRow> {
  const target = await getManagedPerson(context, userId);
  refuseOneself(context, target);
  await refuseLastAdministrator(context, target);
  return target;
}

/**
 * A customer's people have the roles of customers, the provider's staff those of the provider: nobody gives a role that
 * reaches beyond the account, or one whose rights the giver lacks.
 *
 * @throws Refusal `input.invalid` at `roles`, `users.moreRights`
 */
export async function refuseRolesToGive(
  context: OperationContext,
  accountId: AccountId,
  roles: readonly PersonRole[],
): Promise<void> {
  const [found] = await context.tx.select({ kind: account.kind }).from(account).where(eq(account.id, accountId));
  assert(found !== undefined, 'a role in no account');
  const possible = rolesOfAccount(found.kind);
  if (!roles.every((role) => possible.includes(role)))
    throw new Refusal('input.invalid', {}, [{ path: 'roles', code: 'input.roleOfOtherAccounts' }]);
  refuseMoreRights(context, roles);
}
