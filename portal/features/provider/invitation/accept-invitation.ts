import { z } from 'zod';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from '#features/sign-in/sign-in.ts';
import { addPerson, Email, FirstName, LastName, Login } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { endFirstInvitations, markInvitationUsed, openInvitation } from './invitation-links.ts';
import { LINK_REFUSALS, LinkToken } from './invitation-schema.ts';
import { openProviderAccount } from './provider-account.ts';

/** Makes the access of a person of the provider's staff, by the link of an invitation. */
export const acceptInvitation = operation({
  name: 'provider.acceptInvitation',
  description:
    'Makes the access of a person of the provider’s staff, by the link that the portal printed at its first start or ' +
    'on the command line. The link works once; with the first person every link printed at a start ends.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z
    .object({
      token: LinkToken,
      firstName: FirstName,
      lastName: LastName,
      email: Email,
      login: Login,
      locale: Locale.default('it').describe('Language of pages and mails.'),
      ...NewPasswordTwice,
    })
    .refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string().describe('Login name of the person, to sign in.') }),
  refusals: LINK_REFUSALS,
  async run(context, { token, password, repeatedPassword: _, ...typed }) {
    const { tx, clock, audit, services } = context;
    const now = clock.now();
    const { id, role } = await openInvitation(tx, token, now);
    const accountId = await openProviderAccount(context);
    const added = await addPerson(tx, { ...typed, accountId, role, notificationEmail: null }, now);
    await services.credentials.setPassword(context, added, password);
    await markInvitationUsed(tx, id, now);
    await endFirstInvitations(tx, now);
    await audit.record('provider.invitationAccepted', { userId: added.id, role }, accountId);
    return { login: typed.login };
  },
});
