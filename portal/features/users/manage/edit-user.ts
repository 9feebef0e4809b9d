import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { requestAddressChange } from '../address/request-address-change.ts';
import type { PersonRow } from '../people/people.ts';
import { Email, FirstName, LastName, Login, NotificationEmail, Phone, PostalAddress } from '../people/person-schema.ts';
import { completeSignInChange, renewInvitation } from '../people/sign-in-change.ts';
import { refuseTakenInAccount } from '../people/taken.ts';
import { decideSignInChange, type SignInChange } from '../rules.ts';
import { person } from '../tables.ts';
import { getManagedPerson } from './guards.ts';
import { UserId } from './user-id.ts';

/** Changes the data of a person. */
export const editUser = operation({
  name: 'users.editUser',
  description:
    'Changes the data of a user. A field that is left out stays as it is; null or an empty text clears an optional ' +
    'one. A new sign-in e-mail, or a login name that is an address, counts once the link in the mail to it was ' +
    'followed, within 48 hours; a user without a password has it at once. A change of the way in ends sessions, API keys and ' +
    'links of the user, and the old and the new address are notified.',
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
  output: z.object({
    confirmationSentTo: z
      .string()
      .nullable()
      .describe('Address that waits for its confirmation, to which the link was sent; null: none.'),
  }),
  refusals: ['users.notFound', 'users.moreRights', 'users.tooManyMails'],
  async run(context, { userId, login, email, ...data }) {
    const before = await getManagedPerson(context, userId);
    const decided = decideSignInChange(before, { login, email });
    if (decided.refused !== null) throw new Refusal('input.invalid', {}, [{ path: 'login', code: decided.refused }]);
    await refuseTaken(context, before, decided);
    const after = await storeChanges(context, userId, { ...data, ...decided.now });
    const signInChanged = before.login !== after.login || before.email !== after.email;
    if (signInChanged && after.passwordSetAt === null) await renewInvitation(context, after);
    else if (signInChanged) await completeSignInChange(context, before, after);
    if (decided.toConfirm !== null) await requestAddressChange(context, after, decided.toConfirm);
    const confirmationSentTo = decided.toConfirm?.address ?? null;
    await context.audit.record('users.edited', { userId, signInChanged, toConfirm: confirmationSentTo !== null });
    return { confirmationSentTo };
  },
});

type Decided = Extract<SignInChange, { refused: null }>;

async function refuseTaken({ tx }: OperationContext, { id, accountId }: PersonRow, decided: Decided): Promise<void> {
  const { now, toConfirm } = decided;
  const login = toConfirm?.changesLogin === true ? toConfirm.address : now.login;
  const email = toConfirm?.changesEmail === true ? toConfirm.address : now.email;
  await refuseTakenInAccount(
    tx,
    { accountId, except: id, ...(login === undefined ? {} : { login }), ...(email === undefined ? {} : { email }) },
    // A login that follows the e-mail was typed there.
    { login: login === email ? 'email' : 'login', email: 'email' },
  );
}

/** Values of fields; an undefined one is not changed. */
type Changes = { [Field in keyof PersonRow]?: PersonRow[Field] | undefined };

async function storeChanges(
  { tx, clock }: OperationContext,
  userId: PersonRow['id'],
  changes: Changes,
): Promise<PersonRow> {
  const [after] = await tx
    .update(person)
    .set({ ...changes, updatedAt: clock.now() })
    .where(eq(person.id, userId))
    .returning();
  assert(after !== undefined, 'the person was not there to be changed');
  return after;
}
