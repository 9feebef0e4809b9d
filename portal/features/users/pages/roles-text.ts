import type { PersonRole } from '#platform/permissions.ts';
import type { Translate } from '#ui/i18n.ts';

/** The roles of a person in words: "Acquisti, Gestione degli utenti". */
export function rolesText(t: Translate, roles: readonly PersonRole[]): string {
  return roles.map((role) => t(`users.role.${role}`)).join(', ');
}
