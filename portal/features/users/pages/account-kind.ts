import type { Caller } from '#platform/caller.server.ts';
import { haveRightsOf, type PersonRole, rolesOfAccount } from '#platform/permissions.ts';
import { assert } from '#platform/refusal.ts';
import { useT } from '#ui/i18n.ts';

/** Whose people a page shows: those of a customer, or the provider's staff. */
export type AccountKind = 'customer' | 'provider';

export function accountKindOf({ signedIn }: Caller): AccountKind {
  assert(signedIn !== null, 'the pages of users are for signed-in people');
  return signedIn.accountKind;
}

/** The value of `access` for a customer's person whose roles are ticked one by one. */
export const STAFF_ACCESS = 'staff';

/** The roles that a form names, of those that the account has: one by `access`, or those ticked. */
export function rolesIn(form: FormData, kind: AccountKind): PersonRole[] {
  const access = form.get('access');
  const ticked = form.getAll('roles');
  return rolesOfAccount(kind).filter((role) => (access === STAFF_ACCESS ? ticked.includes(role) : role === access));
}

/** The roles of the account that the caller may give: those whose rights the caller has. */
export function rolesToGive({ actor }: Caller, kind: AccountKind): readonly PersonRole[] {
  return rolesOfAccount(kind).filter((role) => haveRightsOf(actor.roles, [role]));
}

/** "Utenti", or "Personale" of the provider. */
export function useUsersTitle(kind: AccountKind): string {
  const t = useT();
  return kind === 'provider' ? t('users.staff.title') : t('users.title');
}
