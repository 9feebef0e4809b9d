import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { displayName } from '../users/people.ts';
import { openPasswordLink } from './password-links.ts';

/** Whose password a link in a mail lets choose. */
export const getPasswordLink = operation({
  name: 'signIn.getPasswordLink',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: z.string().min(1).max(200) }),
  output: z.object({ purpose: z.enum(['activation', 'recovery']), login: z.string(), displayName: z.string() }),
  refusals: ['signIn.linkUnknown', 'signIn.linkUsed', 'signIn.linkReplaced', 'signIn.linkExpired'],
  async run({ tx, clock }, { token }) {
    const { purpose, owner } = await openPasswordLink(tx, token, clock.now());
    return { purpose, login: owner.login ?? '', displayName: displayName(owner) };
  },
});
