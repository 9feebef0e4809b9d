import { getPersonForUpdate, type PersonRow } from '#features/users/users.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { storeOutcome } from '../session/store-outcome.ts';
import { acceptCode, type CodeAnswer } from './accept-code.server.ts';
import { type OwnSession, openOwnSession } from './own-session.server.ts';

/** The caller who has shown a factor again. */
export type SteppedUp = Readonly<{ self: PersonRow; own: OwnSession }>;

/**
 * Requests a code of the caller again, before a second factor is taken away. Wrong codes count as failed attempts to
 * sign in do; the lock that they lead to ends this session too.
 *
 * @returns the reason against a code: the caller must commit, so that it is counted, and refuse then
 * @throws Refusal `signIn.sessionNeeded`
 */
export async function stepUp(
  context: OperationContext,
  code: string,
): Promise<SteppedUp | Exclude<CodeAnswer['status'], 'right'>> {
  const { tx, personId, connection } = context;
  const self = await getPersonForUpdate(tx, personId);
  const own = await openOwnSession(context);
  const answer = await acceptCode(context, { owner: self, code, headers: own.headers });
  if (answer.status === 'right') return { self, own };
  assert(connection !== undefined, 'a session comes with a request');
  await storeOutcome(context, { owner: self, outcome: 'wrongCode', connection });
  return answer.status;
}

/** The refusal of a code, beside its field. */
export function codeRefused(status: Exclude<CodeAnswer['status'], 'right'>): Refusal {
  return new Refusal('input.invalid', {}, [
    { path: 'code', code: status === 'used' ? 'input.codeUsed' : 'input.codeWrong' },
  ]);
}
