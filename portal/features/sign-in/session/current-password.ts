import { getPersonForUpdate, PASSWORD_LENGTH_MAX } from '#features/users/users.ts';
import { networkOf } from '#platform/network.server.ts';
import type { AskContext, OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { FAILURES_TO_LOCK } from '../rules.ts';
import { countFailures } from './failures.ts';
import { storeOutcome } from './store-outcome.ts';
import { findPasswordHash } from './stored-password.ts';

/**
 * Compares the caller's current password, which an operation asks for before it changes the way in. Wrong ones count
 * together with those of the sign-in page. The lock that they lead to ends every session, this one included; a
 * comparison that ends after it counts for nothing.
 *
 * @throws Refusal `input.invalid` at `currentPassword` when it is wrong, `signIn.busy`
 */
export async function checkCurrentPassword(context: AskContext, currentPassword: string): Promise<void> {
  const { personId, connection, services } = context;
  const password = currentPassword.slice(0, PASSWORD_LENGTH_MAX + 1);
  const hash = await context.inTransaction(({ tx }) => findPasswordHash(tx, personId));
  const isRight = await services.passwordHashing.verify({ hash, password }, connection);
  if (!(await context.inTransaction((transaction) => countComparison(transaction, { hash, isRight }))))
    throw new Refusal('input.invalid', {}, [{ path: 'currentPassword', code: 'input.passwordWrong' }]);
}

/** False: the password is wrong, another one since, or the limit of guesses is reached. */
async function countComparison(
  context: OperationContext,
  { hash, isRight }: { hash: string | null; isRight: boolean },
): Promise<boolean> {
  const { tx, personId, connection, services } = context;
  const owner = await getPersonForUpdate(tx, personId);
  if (connection !== undefined) {
    const now = services.machineClock.now();
    const counts = await countFailures(tx, owner, { network: networkOf(connection.address), now });
    if (counts.fromNetwork >= FAILURES_TO_LOCK) return false;
    if (!isRight) await storeOutcome(context, { owner, outcome: 'wrongCurrentPassword', connection });
  }
  return isRight && (await findPasswordHash(tx, personId)) === hash;
}
