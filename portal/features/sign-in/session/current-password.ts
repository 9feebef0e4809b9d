import { PASSWORD_LENGTH_MAX } from '#features/users/users.ts';
import type { AskContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findPasswordHash } from './stored-password.ts';

/**
 * Compares the caller's current password, which an operation asks for before it changes the way in.
 *
 * @throws Refusal `input.invalid` at `currentPassword` when it is wrong, `signIn.busy`
 */
export async function checkCurrentPassword(asked: AskContext, currentPassword: string): Promise<void> {
  const { personId, connection, services } = asked;
  const password = currentPassword.slice(0, PASSWORD_LENGTH_MAX + 1);
  const hash = await asked.inTransaction(({ tx }) => findPasswordHash(tx, personId));
  if (!(await services.passwordHashing.verify({ hash, password }, connection)))
    throw new Refusal('input.invalid', {}, [{ path: 'currentPassword', code: 'input.passwordWrong' }]);
}
