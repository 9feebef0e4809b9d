import type { OperationContext } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { Refusal } from '#platform/refusal.ts';
import type { ChangeKindName } from './changes.ts';

/**
 * Who buys does not thereby change subscriptions, and the reverse: a quote of a colleague is ordered, and an order
 * cancelled, by those who may quote such a change.
 *
 * @throws Refusal `permission.denied`
 */
export function refuseKindOfOthers({ actor, services }: OperationContext, kind: ChangeKindName): void {
  const { permission } = services.changeKinds[kind];
  if (!isPermitted(actor.roles, permission)) throw new Refusal('permission.denied', { permission });
}
