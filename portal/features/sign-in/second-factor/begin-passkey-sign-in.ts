import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { authHeaders } from './auth-headers.server.ts';
import { PasskeyOptions } from './factor-schema.ts';
import { deleteOutdatedSecrets } from './outdated-secrets.server.ts';

/** Begins a sign-in by passkey: the options for the browser. */
export const beginPasskeySignIn = ask({
  name: 'signIn.beginPasskeySignIn',
  description:
    'Begins a sign-in by passkey: returns the options for `navigator.credentials.get`, and a cookie that ties its ' +
    'answer to them for five minutes.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({}),
  output: z.object({ options: PasskeyOptions }),
  async run(outer) {
    const { headers, response } = await outer.inTransaction(async (context) => {
      await deleteOutdatedSecrets(context);
      const { betterAuth, within } = context.services.auth;
      return within(context.tx, () =>
        betterAuth.api.generatePasskeyAuthenticationOptions({
          headers: authHeaders(outer.connection, []),
          returnHeaders: true,
        }),
      );
    });
    for (const cookie of headers.getSetCookie()) outer.connection?.setCookie(cookie);
    // The device must recognise its person: the passkey takes the place of the password too.
    return { options: { ...response, userVerification: 'required' } };
  },
});
