import { z } from 'zod';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { CurrentPassword, FactorCode } from './factor-schema.ts';
import { findTwoFactor, refuseLastFactor } from './factors.server.ts';
import { closeRemoval, countFactors, forgetApp } from './remove-factor.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';
import { codeRefused, stepUp } from './step-up.server.ts';

/** Removes the caller's authenticator app. */
export const removeApp = ask({
  name: 'signIn.removeApp',
  description:
    'Removes the authenticator app of the caller, after password and a code. With the last second factor the recovery ' +
    'codes end and the password alone signs in again. All other sessions of the caller end, and the caller gets a mail.',
  permission: 'signIn.secondFactor',
  timeoutMs: 30_000,
  input: z.object({ currentPassword: CurrentPassword, code: FactorCode }),
  output: z.object({}),
  refusals: ['signIn.appNotFound', 'signIn.lastFactor', 'signIn.busy', 'signIn.sessionNeeded'],
  async run(outer, { currentPassword, code }) {
    await checkCurrentPassword(outer, currentPassword);
    const removed = await outer.inTransaction((context) => remove(context, code));
    if (typeof removed === 'string') throw codeRefused(removed);
    for (const cookie of removed) outer.connection?.setCookie(cookie);
    return {};
  },
});

async function remove(context: OperationContext, code: string) {
  const { tx, personId, audit } = context;
  if ((await findTwoFactor(tx, personId))?.verified !== true) throw new Refusal('signIn.appNotFound');
  await refuseLastFactor(context, (await countFactors(context)) - 1);
  const steppedUp = await stepUp(context, code);
  if (typeof steppedUp === 'string') return steppedUp;
  await forgetApp(context);
  await audit.record('signIn.appRemoved', { personId });
  await sendFactorMail(context, steppedUp.self, { kind: 'appRemoved' });
  return closeRemoval(context, steppedUp);
}
