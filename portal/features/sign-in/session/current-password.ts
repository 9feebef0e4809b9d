import { verifyPassword } from 'better-auth/crypto';
import type { AskContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findPasswordHash } from './stored-password.ts';

/**
 * Compares the caller's current password, which an operation asks for before it changes the way in.
 *
 * @throws Refusal `input.invalid` at `currentPassword` when it is wrong
 */
export async function checkCurrentPassword(outer: AskContext, currentPassword: string): Promise<void> {
  const hash = await outer.inTransaction(({ tx }) => findPasswordHash(tx, outer.personId));
  if (hash === null || !(await verifyPassword({ hash, password: currentPassword })))
    throw new Refusal('input.invalid', {}, [{ path: 'currentPassword', code: 'input.passwordWrong' }]);
}
