import { z } from 'zod';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from '#features/sign-in/sign-in.ts';
import {
  addPerson,
  Email,
  FirstName,
  LastName,
  Login,
  type NewPerson,
  type PasswordHash,
} from '#features/users/users.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { endFirstInvitations, markInvitationUsed, openInvitation } from './invitation-links.ts';
import { LINK_REFUSALS, LinkToken } from './invitation-schema.ts';
import { openProviderAccount } from './provider-account.ts';

/** Makes the access of a person of the provider's staff, by the link of an invitation. */
export const acceptInvitation = ask({
  name: 'provider.acceptInvitation',
  description:
    'Makes the access of a person of the provider’s staff, by the link that the portal printed at its first start or ' +
    'on the command line. The link works once; with the first person every link printed at a start ends.',
  permission: 'signIn.enter',
  scope: 'system',
  timeoutMs: 30_000,
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
  refusals: [...LINK_REFUSALS, 'signIn.busy'],
  async run(context, { token, password, repeatedPassword: _, ...typed }) {
    await context.inTransaction(({ tx, clock }) => openInvitation(tx, token, clock.now()));
    const passwordHash = await context.services.credentials.hashPassword(context, typed, password);
    await context.inTransaction((transaction) => addInvited(transaction, { token, passwordHash, typed }));
    return { login: typed.login };
  },
});

type Typed = Pick<NewPerson, 'firstName' | 'lastName' | 'email' | 'login' | 'locale'>;
type Accepted = Readonly<{ token: string; passwordHash: PasswordHash; typed: Typed }>;

/** The link is read again, under its lock: meanwhile it may have been used. */
async function addInvited(context: OperationContext, { token, passwordHash, typed }: Accepted): Promise<void> {
  const { tx, clock, audit, services } = context;
  const now = clock.now();
  const { id, role } = await openInvitation(tx, token, now);
  const accountId = await openProviderAccount(context);
  const added = await addPerson(tx, { ...typed, accountId, roles: [role], notificationEmail: null }, now);
  await services.credentials.setPassword(context, added, passwordHash);
  await markInvitationUsed(tx, id, now);
  await endFirstInvitations(tx, now);
  await audit.record('provider.invitationAccepted', { userId: added.id, role }, accountId);
}
