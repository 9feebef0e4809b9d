import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { addPerson } from '../people/add-person.ts';
import { refuseMailFlood } from '../people/mail-limit.ts';
import { Email, FirstName, GivenRoles, LastName, Login, NotificationEmail } from '../people/person-schema.ts';
import { ASSIGNMENT_REFUSALS, ServiceIds } from '../services/service-ids.ts';
import { refuseRolesToGive } from './guards.ts';

/** Adds a person to the account. */
export const createUser = operation({
  name: 'users.createUser',
  description:
    'Adds a user to the account. With an activation mail the user is `notActivated` until its link is followed, ' +
    'within 48 hours; without one `ready` at once, but cannot sign in until a password is set or the mail is sent. Where a ' +
    'service has no free seat, the user is not added.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    firstName: FirstName,
    lastName: LastName,
    email: Email,
    notificationEmail: NotificationEmail.default(null),
    login: z
      .preprocess((text) => (text === '' || text === null ? undefined : text), Login.optional())
      .describe('Name to sign in by, 3 to 254 characters without spaces; without one, the e-mail.'),
    roles: GivenRoles,
    locale: Locale.default('it').describe('Language of pages and mails.'),
    serviceIds: ServiceIds.default([]).describe('Ids of services of which the user gets a seat, at most 50.'),
    sendActivationMail: z.boolean().describe('Sends the mail whose link lets the user choose a password.'),
  }),
  output: z.object({ userId: z.string().describe('Id of the new user.') }),
  refusals: ['users.moreRights', 'users.tooManyMails', ...ASSIGNMENT_REFUSALS],
  async run(context, { sendActivationMail, serviceIds, ...typed }) {
    const { tx, clock, audit, accountId, services } = context;
    const now = clock.now();
    await refuseRolesToGive(context, accountId, typed.roles);
    // Without a login of its own the e-mail is the login; a refusal then names the field that was filled in.
    const added =
      typed.login === undefined
        ? await addPerson(tx, { ...typed, accountId, login: typed.email }, now, { login: 'email', email: 'email' })
        : await addPerson(tx, { ...typed, accountId, login: typed.login }, now);
    for (const serviceId of serviceIds.toSorted()) await services.heldServices.assign(context, added, serviceId);
    if (sendActivationMail) {
      await refuseMailFlood(context, added.email);
      await services.credentials.sendActivation(context, added);
    }
    await audit.record('users.created', {
      userId: added.id,
      roles: added.roles.join(' '),
      activationMail: sendActivationMail,
    });
    return { userId: added.id };
  },
});
