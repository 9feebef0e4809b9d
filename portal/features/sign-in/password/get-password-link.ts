import { z } from 'zod';
import { displayName, refuseAddressOfOther } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { LinkToken } from './link-token.ts';
import { LINK_REFUSALS, openPasswordLink } from './password-links.ts';

/** The person and the purpose of a link in a mail. */
export const getPasswordLink = operation({
  name: 'signIn.getPasswordLink',
  description: 'Returns the person and the purpose of a link in an activation or recovery mail, while it works.',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: LinkToken }),
  output: z.object({
    purpose: z.enum(['activation', 'recovery']).describe('`activation` of a new user, or `recovery` of a password.'),
    login: z.string().describe('Login name of the person.'),
    displayName: z.string().describe('First and last name of the person.'),
  }),
  refusals: LINK_REFUSALS,
  async run({ tx, clock }, { token }) {
    const { purpose, owner } = await openPasswordLink(tx, token, clock.now());
    await refuseAddressOfOther(tx, owner);
    return { purpose, login: owner.login ?? '', displayName: displayName(owner) };
  },
});
