import { z } from 'zod';
import type { PasswordHash } from '#features/users/users.ts';
import { confirmEmail, refuseAddressOfOther } from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { LinkToken } from './link-token.ts';
import { LINK_REFUSALS, markLinkUsed, openPasswordLink } from './password-links.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { hashNewPassword, storePassword } from './store-password.ts';

/** Sets a password by the link of an activation or recovery mail. */
export const choosePassword = ask({
  name: 'signIn.choosePassword',
  description:
    'Sets a password by the link of an activation or recovery mail. The link works once. A lock and every open ' +
    'session of the person end.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
  input: z.object({ token: LinkToken, ...NewPasswordTwice }).refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string().describe('Login name of the person, to sign in.') }),
  refusals: [...LINK_REFUSALS, 'signIn.busy'],
  async run(context, { token, password }) {
    const now = context.clock.now();
    const { owner } = await context.inTransaction(async ({ tx }) => {
      const opened = await openPasswordLink(tx, token, now);
      await refuseAddressOfOther(tx, opened.owner);
      return opened;
    });
    const hash = await hashNewPassword(context, owner, password);
    await context.inTransaction((transaction) => useLink(transaction, token, hash));
    return { login: owner.login ?? '' };
  },
});

/** The link is read again, under its lock: meanwhile it may have been used. Who followed it has the mailbox. */
async function useLink(context: OperationContext, token: string, passwordHash: PasswordHash): Promise<void> {
  const { tx, clock, audit } = context;
  const now = clock.now();
  const { linkId, purpose, owner } = await openPasswordLink(tx, token, now);
  await confirmEmail(tx, owner, now);
  await markLinkUsed(tx, linkId, now);
  await storePassword(context, owner, passwordHash);
  await audit.record(
    purpose === 'activation' ? 'signIn.activated' : 'signIn.passwordRecovered',
    { personId: owner.id },
    owner.accountId,
  );
}
