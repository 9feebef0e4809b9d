import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate } from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { twoFactor } from '../tables.ts';
import { answerOf, markUsed } from './accept-code.server.ts';
import { getOpenSetUp } from './app-set-up.server.ts';
import { AppCode, RecoveryCodes } from './factor-schema.ts';
import { handOutFirstCodes } from './factors.server.ts';
import { endOtherSessions, openOwnSession } from './own-session.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';
import { isAppCode, normalizeCode } from './second-factor-rules.ts';

/** Confirms an authenticator app by a code of it: from now on it is a second factor. */
export const confirmAppSetUp = ask({
  name: 'signIn.confirmAppSetUp',
  description:
    'Confirms the authenticator app that the caller is setting up by a code of it. From now on a password alone opens ' +
    'no session. All other sessions of the caller end, and the caller gets a mail. With a first second factor come ' +
    'ten recovery codes.',
  permission: 'signIn.secondFactor',
  timeoutMs: 30_000,
  input: z.object({ code: AppCode }),
  output: z.object({ recoveryCodes: RecoveryCodes }),
  refusals: ['signIn.setUpEnded', 'signIn.sessionNeeded'],
  async run(outer, { code }) {
    const { cookies, recoveryCodes } = await outer.inTransaction((context) => confirm(context, normalizeCode(code)));
    for (const cookie of cookies) outer.connection?.setCookie(cookie);
    return { recoveryCodes };
  },
});

async function confirm(context: OperationContext, code: string) {
  const { tx, personId, services, audit } = context;
  const self = await getPersonForUpdate(tx, personId);
  const own = await openOwnSession(context);
  await getOpenSetUp(context);
  await endOtherSessions(tx, personId, own);
  const { betterAuth, within } = services.auth;
  const { headers } = own;
  const answer = isAppCode(code)
    ? await answerOf(() =>
        within(tx, () => betterAuth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })),
      )
    : ({ status: 'wrong' } as const);
  if (answer.status !== 'right') throw new Refusal('input.invalid', {}, [{ path: 'code', code: 'input.codeWrong' }]);

  const appAddedAt = services.machineClock.now();
  await tx
    .update(twoFactor)
    .set({ appAddedAt, sealedSetUp: null, setUpEndsAt: null })
    .where(eq(twoFactor.personId, personId));
  await markUsed(context, self, code);
  await audit.record('signIn.appAdded', { personId });
  await sendFactorMail(context, self, { kind: 'appAdded' });
  return { cookies: answer.cookies, recoveryCodes: await handOutFirstCodes(context) };
}
