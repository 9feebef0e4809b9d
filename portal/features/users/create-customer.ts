import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { AccountDetails, account } from '#features/accounts/accounts.ts';
import { addPerson, Email, PersonName, sendActivation } from '#features/sign-in/sign-in.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DecimalText, Locale } from '#platform/wire.ts';

/** Opens a customer's account, with its first administrator, who gets the activation mail. */
export const createCustomer = operation({
  name: 'users.createCustomer',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: AccountDetails.extend({
    /** What may be owed on account: gross, Euro. */
    creditLimit: DecimalText.refine((text) => !text.startsWith('-'), { message: 'input.invalidValue' }).default('0'),
    locale: Locale.default('it'),
    administrator: z.object({ firstName: PersonName, lastName: PersonName, email: Email }),
  }),
  output: z.object({ accountId: z.string(), userId: z.string() }),
  async run(context, { administrator, creditLimit, ...details }) {
    const { tx, clock, audit } = context;
    const now = clock.now();
    const [opened] = await tx
      .insert(account)
      .values({ ...details, kind: 'customer', creditLimit: new Decimal(creditLimit), createdAt: now })
      .returning({ id: account.id });
    assert(opened !== undefined, 'the account was not stored');
    const first = await addPerson(
      tx,
      {
        ...administrator,
        accountId: opened.id,
        role: 'administrator',
        login: administrator.email,
        notificationEmail: null,
        locale: details.locale,
      },
      now,
      'administrator.email',
    );
    await sendActivation(context, first);
    await audit.record('users.customerCreated', { accountId: opened.id, userId: first.id }, opened.id);
    return { accountId: opened.id, userId: first.id };
  },
});
