import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import {
  Email,
  endSessions,
  getPersonForUpdate,
  isLoginTaken,
  Login,
  loginChangedMail,
  loginTaken,
  mailPerson,
  OptionalEmail,
  OptionalText,
  PersonName,
  type PersonRow,
  person,
} from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';

/**
 * Changes a person's data. A new login or sign-in e-mail signs the person out everywhere and is told to the old and to the new
 * address.
 */
export const editUser = operation({
  name: 'users.edit',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: PersonId,
    firstName: PersonName,
    lastName: PersonName,
    login: Login,
    email: Email,
    notificationEmail: OptionalEmail,
    phone: OptionalText,
    addressLine: OptionalText,
    city: OptionalText,
    province: OptionalText,
    postalCode: OptionalText,
  }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run(context, { userId, ...changes }) {
    const { tx, audit } = context;
    const before = await getPersonForUpdate(tx, userId);
    const after = await store(context, userId, changes);
    const signInChanged = before.login !== after.login || before.email !== after.email;
    if (signInChanged) {
      await endSessions(tx, userId);
      await tellOfChange(context, before, after);
    }
    await audit.record('users.edited', { userId, signInChanged });
    return {};
  },
});

async function store(
  { tx, clock }: OperationContext,
  userId: PersonRow['id'],
  changes: Partial<PersonRow>,
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

async function tellOfChange(context: OperationContext, before: PersonRow, after: PersonRow): Promise<void> {
  const { tx, services } = context;
  const [company] = await tx.select({ name: account.name }).from(account).where(eq(account.id, after.accountId));
  assert(company !== undefined, 'a person of no account');
  for (const address of new Set([before.email, after.email])) {
    await mailPerson(
      context,
      after,
      (t) =>
        loginChangedMail(t, {
          before,
          after,
          accountName: company.name,
          brandName: services.brand.name,
          publicUrl: services.publicUrl,
        }),
      address,
    );
  }
}
