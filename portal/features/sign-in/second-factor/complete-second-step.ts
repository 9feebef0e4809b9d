import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { storeOutcome } from '../session/store-outcome.ts';
import { pendingSignIn } from '../tables.ts';
import { acceptCode, type CodeAnswer } from './accept-code.server.ts';
import { authHeaders } from './auth-headers.server.ts';
import { FactorCode } from './factor-schema.ts';
import { type Entrant, reasonAgainst } from './may-sign-in.ts';
import { findPendingPerson } from './pending-sign-ins.server.ts';
import { codeRefused } from './step-up.server.ts';

/**
 * Completes a sign-in by a code. Wrong codes count towards the lock of the person with wrong passwords, and five of
 * them end the pending sign-in.
 */
export const completeSecondStep = ask({
  name: 'signIn.completeSecondStep',
  description:
    'Completes a sign-in whose password was right by a code of the app or a recovery code. The `Set-Cookie` header of ' +
    'the answer carries the session. Wrong codes count as wrong passwords do; after five the sign-in begins anew.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({ code: FactorCode }),
  output: z.object({}),
  refusals: ['signIn.secondStepEnded', 'signIn.secondStepRefused'],
  async run(outer, { code }) {
    const answer = await outer.inTransaction((context) => attempt(context, code));
    if (answer.status === 'ended') throw new Refusal('signIn.secondStepEnded');
    if (answer.status === 'refused') throw new Refusal('signIn.secondStepRefused');
    if (answer.status !== 'right') throw codeRefused(answer.status);
    for (const cookie of answer.cookies) outer.connection?.setCookie(cookie);
    return {};
  },
});

/** Checks an attempt and records its outcome. `refused`: the person may not sign in now, whatever the code. */
async function attempt(context: OperationContext, code: string): Promise<CodeAnswer | { status: 'refused' }> {
  const { tx, connection } = context;
  const entrant = await findPending(context);
  if (entrant === undefined) return { status: 'ended' };
  assert(connection !== undefined, 'a pending sign-in has a cookie');
  const { person: owner } = entrant;
  const reason = await reasonAgainst(context, entrant, connection);
  if (reason !== undefined) {
    await storeOutcome(context, { owner, outcome: reason, connection });
    return { status: 'refused' };
  }
  const answer = await acceptCode(context, { owner, code, headers: authHeaders(connection, ['two_factor']) });
  if (answer.status === 'ended') return answer;
  const outcome = answer.status === 'right' ? 'signedIn' : 'wrongCode';
  await storeOutcome(context, { owner, outcome, connection });
  if (answer.status === 'right') await tx.delete(pendingSignIn).where(eq(pendingSignIn.personId, owner.id));
  return answer;
}

/** The person whose sign-in waits; the row is held. */
async function findPending({ tx, services, connection }: OperationContext): Promise<Entrant | undefined> {
  const pendingId = await findPendingPerson(tx, connection, services.machineClock.now());
  if (pendingId === undefined) return undefined;
  const [row] = await tx
    .select({ person, accountStatus: account.status })
    .from(person)
    .innerJoin(account, eq(account.id, person.accountId))
    .where(eq(person.id, pendingId))
    .for('no key update', { of: person });
  return row;
}
