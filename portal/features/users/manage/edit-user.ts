import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { isLoginTaken, loginTaken } from '../people/add-person.ts';
import { loginChangedMail } from '../people/login-changed.mail.ts';
import { getPersonForUpdate, type PersonRow } from '../people/people.ts';
import { sendSignInMail } from '../people/person-mail.ts';
import { Email, FirstName, LastName, Login, NotificationEmail, Phone, PostalAddress } from '../people/person-schema.ts';
import { person } from '../tables.ts';
import { UserId } from './user-id.ts';

/** Changes the data of a person. */
export const editUser = operation({
  name: 'users.editUser',
  description:
    'Changes the data of a user. A field that is left out stays as it is; null or an empty text clears an optional ' +
    'one. A new login name or sign-in e-mail ends every session of the user and is notified to the old and the new ' +
    'address.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: UserId,
    firstName: FirstName.optional(),
    lastName: LastName.optional(),
    login: Login.optional(),
    email: Email.optional(),
    notificationEmail: NotificationEmail.optional(),
    phone: Phone.optional(),
    addressLine: PostalAddress.addressLine.optional(),
    city: PostalAddress.city.optional(),
    province: PostalAddress.province.optional(),
    postalCode: PostalAddress.postalCode.optional(),
  }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run(context, { userId, ...changes }) {
    const { tx, audit, services } = context;
    const before = await getPersonForUpdate(tx, userId);
    const after = await storeChanges(context, userId, changes);
    const signInChanged = before.login !== after.login || before.email !== after.email;
    if (signInChanged) {
      await services.credentials.endSessions(context, userId);
      await sendLoginChangedMails(context, before, after);
    }
    await audit.record('users.edited', { userId, signInChanged });
    return {};
  },
});

/** Values of fields; an undefined one is not changed. */
type Changes = { [Field in keyof PersonRow]?: PersonRow[Field] | undefined };

async function storeChanges(
  { tx, clock }: OperationContext,
  userId: PersonRow['id'],
  changes: Changes,
): Promise<PersonRow> {
  try {
    const [after] = await tx
      .update(person)
      .set({ ...changes, updatedAt: clock.now() })
      .where(eq(person.id, userId))
      .returning();
    assert(after !== undefined, 'the person was not there to be changed');
    return after;
  } catch (error) {
    if (isLoginTaken(error)) throw loginTaken('login');
    throw error;
  }
}

async function sendLoginChangedMails(context: OperationContext, before: PersonRow, after: PersonRow): Promise<void> {
  const { tx, services } = context;
  const [company] = await tx.select({ name: account.name }).from(account).where(eq(account.id, after.accountId));
  assert(company !== undefined, 'a person of no account');
  const facts = {
    before,
    after,
    accountName: company.name,
    brandName: services.brand.name,
    publicUrl: services.publicUrl,
  };
  for (const address of new Set([before.email, after.email]))
    await sendSignInMail(context, after, (t) => loginChangedMail(t, facts), address);
}
