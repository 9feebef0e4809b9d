import { z } from 'zod';
import { findPerson } from '#features/users/users.ts';
import { ask } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { CurrentPassword, PasskeyOptions } from './factor-schema.ts';
import { listPasskeysOf } from './factors.server.ts';
import { deleteOutdatedSecrets } from './outdated-secrets.server.ts';
import { openOwnSession } from './own-session.server.ts';
import { PASSKEYS_PER_PERSON } from './second-factor-rules.ts';

/** Begins to add a passkey: the options for the browser. */
export const beginPasskey = ask({
  name: 'signIn.beginPasskey',
  description:
    'Begins to add a passkey to the caller, after the password: returns the options for ' +
    '`navigator.credentials.create`, and a cookie that ties its answer to them for five minutes. Needs a session.',
  permission: 'signIn.secondFactor',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({ currentPassword: CurrentPassword }),
  output: z.object({ options: PasskeyOptions }),
  refusals: ['signIn.tooManyPasskeys', 'signIn.sessionNeeded', 'signIn.busy'],
  async run(outer, { currentPassword }) {
    await checkCurrentPassword(outer, currentPassword);
    const { headers, response } = await outer.inTransaction(async (context) => {
      const { tx, personId, services, audit } = context;
      const own = await openOwnSession(context);
      if ((await listPasskeysOf(tx, personId)).length >= PASSKEYS_PER_PERSON)
        throw new Refusal('signIn.tooManyPasskeys', { maximum: PASSKEYS_PER_PERSON });
      await deleteOutdatedSecrets(context);
      await audit.record('signIn.passkeyBegun', { personId });
      const name = (await findPerson(tx, personId))?.login ?? '';
      const { betterAuth, within } = services.auth;
      return within(tx, () =>
        betterAuth.api.generatePasskeyRegistrationOptions({
          query: { name },
          headers: own.headers,
          returnHeaders: true,
        }),
      );
    });
    for (const cookie of headers.getSetCookie()) outer.connection?.setCookie(cookie);
    return { options: { ...response } };
  },
});
