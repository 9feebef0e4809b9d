import type { Actor } from '#platform/actor.ts';
import { isPermitted } from '#platform/permissions.ts';

/** True for those who manage the account's licences or see what it owns; others see the services assigned to them. */
export function seesAllServices({ roles }: Actor): boolean {
  return isPermitted(roles, 'licences.assign') || isPermitted(roles, 'subscriptions.read');
}
