import { z } from 'zod';
import { addPerson, Email, Login, OptionalEmail, PersonName, sendActivation } from '#features/sign-in/sign-in.ts';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';

/**
 * Adds a person to the account. With an activation mail the person is "Non attivato" until its link is followed; without one
 * "Pronto" at once, but cannot sign in until an administrator sets a password or sends the mail.
 */
export const createUser = operation({
  name: 'users.create',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    firstName: PersonName,
    lastName: PersonName,
    email: Email,
    notificationEmail: OptionalEmail,
    /** Without one, the e-mail. */
    login: z.preprocess((text) => (text === '' ? undefined : text), Login.optional()),
    role: z.enum(['serviceUser', 'administrator'], { message: 'input.required' }),
    locale: Locale.default('it'),
    sendActivationMail: z.boolean(),
  }),
  output: z.object({ userId: z.string() }),
  async run(context, { sendActivationMail, ...typed }) {
    const { tx, clock, audit, accountId } = context;
    const now = clock.now();
    // Without a login of its own the e-mail is the login; a refusal then speaks of the field that was filled in.
    const added =
      typed.login === undefined
        ? await addPerson(tx, { ...typed, accountId, login: typed.email }, now, 'email')
        : await addPerson(tx, { ...typed, accountId, login: typed.login }, now);
    if (sendActivationMail) await sendActivation(context, added);
    await audit.record('users.created', { userId: added.id, role: added.role, activationMail: sendActivationMail });
    return { userId: added.id };
  },
});
