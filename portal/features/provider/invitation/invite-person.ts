import { z } from 'zod';
import { Email, FirstName, LastName } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { PROVIDER_ROLES } from '#platform/permissions.ts';
import { InstantText } from '#platform/wire.ts';
import { addInvitation } from './invitation-links.ts';
import { openProviderAccount } from './provider-account.ts';

/** Makes a one-time link for a further person of the provider's staff. For the operator on the machine. */
export const invitePerson = operation({
  name: 'provider.invitePerson',
  description:
    'Makes a link with which a person of the provider’s staff chooses login name and password, once, within 24 hours. ' +
    'It can be called from the command line only, so that a provider that nobody can enter is opened again.',
  kind: 'write',
  permission: 'provider.invite',
  scope: 'system',
  input: z.object({
    email: Email.nullable().default(null),
    firstName: FirstName.nullable().default(null),
    lastName: LastName.nullable().default(null),
    role: z
      .enum(PROVIDER_ROLES)
      .default('provider')
      .describe('`providerOperator` serves customers, `provider` administers the portal too.'),
  }),
  output: z.object({
    url: z.string().describe('Address of the link. It is shown this once.'),
    expiresAt: InstantText.describe('End of the link, UTC, exclusive.'),
  }),
  async run(context, invited) {
    const { tx, clock, audit, services } = context;
    const accountId = await openProviderAccount(context);
    const { url, expiresAt } = await addInvitation(
      tx,
      { ...invited, isFirst: false },
      { now: clock.now(), publicUrl: services.publicUrl },
    );
    await audit.record('provider.personInvited', { role: invited.role, expiresAt: expiresAt.toString() }, accountId);
    return { url, expiresAt: expiresAt.toString() };
  },
});
