import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { AccountDetails, addAccount } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText, Locale } from '#platform/wire.ts';
import { addPerson } from '../people/add-person.ts';
import { Email, FirstName, LastName } from '../people/person-schema.ts';
import { isConfirmedByOther } from '../people/taken.ts';

/** Creates the account of a customer and its first administrator. */
export const createCustomer = operation({
  name: 'users.createCustomer',
  description:
    'Creates the account of a customer and its first administrator, whose sign-in e-mail is also the login name. The ' +
    'administrator gets the activation mail.',
  kind: 'write',
  permission: 'provider.manage',
  keyScope: 'people',
  scope: 'provider',
  input: AccountDetails.extend({
    creditLimit: DecimalText.refine((text) => !text.startsWith('-'), { message: 'input.invalidValue' })
      .default('0')
      .describe('Credit limit on invoice: gross, in the currency of the account; 0 or more.'),
    locale: Locale.default('it').describe('Language of the account and of its first administrator.'),
    administrator: z
      .object({ firstName: FirstName, lastName: LastName, email: Email })
      .describe('The first administrator of the customer.'),
  }),
  output: z.object({
    accountId: z.string().describe('Id of the new account.'),
    userId: z.string().describe('Id of its first administrator.'),
  }),
  async run(context, { administrator, creditLimit, ...details }) {
    const { tx, clock, audit, services } = context;
    const now = clock.now();
    if (await isConfirmedByOther(tx, administrator.email, null))
      throw new Refusal('input.invalid', {}, [{ path: 'administrator.email', code: 'input.emailTaken' }]);
    const accountId = await addAccount(tx, {
      ...details,
      kind: 'customer',
      creditLimit: new Decimal(creditLimit),
      createdAt: now,
    });
    const first = await addPerson(
      tx,
      {
        ...administrator,
        accountId,
        roles: ['administrator'],
        login: administrator.email,
        notificationEmail: null,
        locale: details.locale,
      },
      now,
      { login: 'administrator.email', email: 'administrator.email' },
    );
    await services.credentials.sendActivation(context, first);
    await audit.record('users.customerCreated', { accountId, userId: first.id }, accountId);
    return { accountId, userId: first.id };
  },
});
