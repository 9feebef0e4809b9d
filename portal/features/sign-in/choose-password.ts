import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { markLinkUsed, openPasswordLink } from './password-links.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { storePassword } from './store-password.ts';

/** Chooses a password by the link of an activation or recovery mail. The link works once. */
export const choosePassword = operation({
  name: 'signIn.choosePassword',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: z.string().min(1).max(200), ...NewPasswordTwice }).refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string() }),
  refusals: ['signIn.linkUnknown', 'signIn.linkUsed', 'signIn.linkReplaced', 'signIn.linkExpired'],
  async run({ tx, clock, audit }, { token, password }) {
    const now = clock.now();
    const { linkId, purpose, owner } = await openPasswordLink(tx, token, now);
    await markLinkUsed(tx, linkId, now);
    await storePassword(tx, owner, password, { now, path: 'password' });
    await audit.record(
      purpose === 'activation' ? 'signIn.activated' : 'signIn.passwordRecovered',
      { personId: owner.id },
      owner.accountId,
    );
    return { login: owner.login ?? '' };
  },
});
