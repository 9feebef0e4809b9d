import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from './people.ts';

/**
 * Takes the second factor from a person who has lost it. Nobody does so to themselves: who holds a session of somebody
 * could else take the second factor away.
 *
 * @throws Refusal `users.notOneself`, `users.noSecondFactor`
 */
export async function resetFactorOf(context: OperationContext, target: PersonRow): Promise<void> {
  if (context.actor.personId === target.id) throw new Refusal('users.notOneself');
  if (!target.twoFactorEnabled) throw new Refusal('users.noSecondFactor', { login: target.login ?? '' });
  await context.services.credentials.resetSecondFactor(context, target);
  await context.audit.record('users.secondFactorReset', { userId: target.id }, target.accountId);
}
