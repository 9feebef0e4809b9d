import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { LinkToken } from './link-token.ts';
import { markLinkUsed, openPasswordLink } from './password-links.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { storePassword } from './store-password.ts';

/** Sets a password by the link of an activation or recovery mail. */
export const choosePassword = operation({
  name: 'signIn.choosePassword',
  description:
    'Sets a password by the link of an activation or recovery mail. The link works once. A lock and every open ' +
    'session of the person end.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: LinkToken, ...NewPasswordTwice }).refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string().describe('Login name of the person, to sign in.') }),
  refusals: ['signIn.linkUnknown', 'signIn.linkUsed', 'signIn.linkReplaced', 'signIn.linkExpired'],
  async run(context, { token, password }) {
    const { tx, clock, audit } = context;
    const now = clock.now();
    const { linkId, purpose, owner } = await openPasswordLink(tx, token, now);
    await markLinkUsed(tx, linkId, now);
    await storePassword(context, owner, password);
    await audit.record(
      purpose === 'activation' ? 'signIn.activated' : 'signIn.passwordRecovered',
      { personId: owner.id },
      owner.accountId,
    );
    return { login: owner.login ?? '' };
  },
});
