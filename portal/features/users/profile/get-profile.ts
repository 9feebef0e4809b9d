import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, Locale } from '#platform/wire.ts';
import { PendingAddress, readPendingAddress } from '../address/address-changes.ts';
import { getPerson } from '../people/people.ts';
import { PersonRoles } from '../people/person-schema.ts';

/** The caller's own data. */
export const getProfile = operation({
  name: 'users.getProfile',
  description: 'Returns the caller’s own data: names, addresses, language and roles.',
  kind: 'read',
  permission: 'users.self',
  input: z.object({}),
  output: z.object({
    login: z.string().describe('Name to sign in by, lower case.'),
    email: z.string().describe('Sign-in e-mail.'),
    pendingAddress: PendingAddress.nullable().describe('New address that waits for its confirmation; null: none.'),
    notificationEmail: z.string().nullable().describe('Second e-mail, for notifications; null: they go to `email`.'),
    firstName: z.string().describe('First name.'),
    lastName: z.string().describe('Last name.'),
    phone: z.string().nullable().describe('Phone number; null: not given.'),
    locale: Locale.describe('Language of pages and mails.'),
    roles: PersonRoles,
    passwordSetAt: InstantText.nullable().describe(
      'Time at which the present password was set, UTC; null: none is set.',
    ),
  }),
  async run(context) {
    const { tx, personId } = context;
    const self = await getPerson(tx, personId);
    return {
      login: self.login ?? '',
      email: self.email,
      pendingAddress: await readPendingAddress(context, personId),
      notificationEmail: self.notificationEmail,
      firstName: self.firstName,
      lastName: self.lastName,
      phone: self.phone,
      locale: self.locale,
      roles: self.roles,
      passwordSetAt: self.passwordSetAt?.toString() ?? null,
    };
  },
});
