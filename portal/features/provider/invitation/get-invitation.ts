import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { PROVIDER_ROLES } from '#platform/permissions.ts';
import { InstantText } from '#platform/wire.ts';
import { openInvitation } from './invitation-links.ts';
import { LINK_REFUSALS, LinkToken } from './invitation-schema.ts';

export const getInvitation = operation({
  name: 'provider.getInvitation',
  description: 'Returns what is known of the person whom a link of the provider’s staff invites, while the link works.',
  kind: 'read',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ token: LinkToken }),
  output: z.object({
    role: z.enum(PROVIDER_ROLES).describe('Role that the person gets.'),
    email: z.string().nullable().describe('E-mail, where it was filled in.'),
    firstName: z.string().nullable().describe('First name, where it was filled in.'),
    lastName: z.string().nullable().describe('Last name, where it was filled in.'),
    expiresAt: InstantText.describe('End of the link, UTC, exclusive.'),
  }),
  refusals: LINK_REFUSALS,
  async run({ tx, clock }, { token }) {
    const { role, email, firstName, lastName, expiresAt } = await openInvitation(tx, token, clock.now());
    return { role, email, firstName, lastName, expiresAt: expiresAt.toString() };
  },
});
