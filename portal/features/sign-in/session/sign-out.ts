import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { endImpersonationOfSession } from '../impersonation/end-impersonation.ts';

/** Ends the session of the browser or program that calls, if it has one. */
export const signOut = operation({
  name: 'signIn.signOut',
  description:
    'Ends the session whose cookie the request carries, and deletes the cookie. Without a session nothing happens. ' +
    'API keys stay valid. Acting in another person’s place ends too.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({}),
  output: z.object({}),
  async run(context) {
    const { tx, audit, services, connection, actor } = context;
    await endImpersonationOfSession(context);
    const { betterAuth, within } = services.auth;
    const headers = new Headers({ cookie: connection?.cookieHeader ?? '' });
    const answer = await within(tx, () => betterAuth.api.signOut({ headers, returnHeaders: true }));
    for (const cookie of answer.headers.getSetCookie()) connection?.setCookie(cookie);
    await audit.record('signIn.signedOut', { personId: actor.personId });
    return {};
  },
});
