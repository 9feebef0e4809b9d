import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import { getPersonForUpdate, setSignInState } from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { NewPasskey, PasskeyName, RecoveryCodes } from './factor-schema.ts';
import { findTwoFactor, handOutFirstCodes } from './factors.server.ts';
import { endOtherSessions, openOwnSession, withCheckedPassword } from './own-session.server.ts';
import { sendFactorMail } from './second-factor.mail.ts';

/** Adds a passkey by the answer of the browser. */
export const addPasskey = ask({
  name: 'signIn.addPasskey',
  description:
    'Adds a passkey to the caller by the answer of the browser to `signIn.beginPasskey`. It signs in without a ' +
    'password, and is the second step after one. All other sessions of the caller end, and the caller gets a mail. ' +
    'With a first second factor come ten recovery codes.',
  permission: 'signIn.secondFactor',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({ name: PasskeyName, answer: NewPasskey }),
  output: z.object({ recoveryCodes: RecoveryCodes }),
  refusals: ['signIn.passkeyNotAdded', 'signIn.sessionNeeded'],
  async run(outer, { name, answer }) {
    return outer.inTransaction(async (context) => {
      const { tx, personId, audit } = context;
      const self = await getPersonForUpdate(tx, personId);
      const own = await openOwnSession(context, ['better-auth-passkey']);
      const passkeyId = await register(context, { headers: own.headers, name, answer });
      // The recovery codes of a person are kept with the app; one without an app gets the row for them.
      if ((await findTwoFactor(tx, personId)) === undefined) await makeRecoveryCodes(context, own.headers);
      await setSignInState(tx, personId, { twoFactorEnabled: true });
      await endOtherSessions(tx, personId, own);
      await audit.record('signIn.passkeyAdded', { personId, passkeyId }, self.accountId);
      await sendFactorMail(context, self, { kind: 'passkeyAdded', passkeyName: name });
      return { recoveryCodes: await handOutFirstCodes(context) };
    });
  },
});

type Registration = Readonly<{ headers: Headers; name: string; answer: z.output<typeof NewPasskey> }>;

/** @returns the id of the new passkey */
async function register({ tx, services }: OperationContext, registration: Registration): Promise<string> {
  const { headers, name, answer } = registration;
  const { betterAuth, within } = services.auth;
  try {
    const added = await within(tx, () =>
      betterAuth.api.verifyPasskeyRegistration({ body: { response: answer, name }, headers }),
    );
    return added.id;
  } catch (error) {
    if (isAPIError(error)) throw new Refusal('signIn.passkeyNotAdded');
    throw error;
  }
}

async function makeRecoveryCodes(context: OperationContext, headers: Headers): Promise<void> {
  const { betterAuth } = context.services.auth;
  await withCheckedPassword(context, (password) =>
    betterAuth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers }),
  );
}
