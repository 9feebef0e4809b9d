import type { Caller } from '#platform/caller.server.ts';
import { rolesOfAccount } from '#platform/permissions.ts';
import { assert } from '#platform/refusal.ts';
import { useT } from '#ui/i18n.ts';

/** Whose people a page shows: those of a customer, or the provider's staff. */
export type AccountKind = 'customer' | 'provider';

export function accountKindOf({ signedIn }: Caller): AccountKind {
  assert(signedIn !== null, 'the pages of users are for signed-in people');
  return signedIn.accountKind;
}

/** The role that a form names, of those that the account has; otherwise the one with fewer rights. */
export function roleIn(form: FormData, kind: AccountKind) {
  const roles = rolesOfAccount(kind);
  return roles.find((role) => role === form.get('role')) ?? roles[0];
}

/** "Utenti", or "Personale" of the provider. */
export function useUsersTitle(kind: AccountKind): string {
  const t = useT();
  return kind === 'provider' ? t('users.staff.title') : t('users.title');
}
