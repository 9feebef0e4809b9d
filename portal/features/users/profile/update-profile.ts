import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { FirstName, LastName, NotificationEmail, Phone } from '../people/person-schema.ts';
import { person } from '../tables.ts';

/** Changes the caller's own data. Login name and sign-in e-mail are changed by an administrator. */
export const updateProfile = operation({
  name: 'users.updateProfile',
  description:
    'Changes the caller’s own data. A field that is left out stays as it is; null or an empty text clears an ' +
    'optional one. Login name and sign-in e-mail are changed by an administrator.',
  kind: 'write',
  permission: 'users.self',
  input: z.object({
    firstName: FirstName.optional(),
    lastName: LastName.optional(),
    phone: Phone.optional(),
    notificationEmail: NotificationEmail.optional(),
  }),
  output: z.object({}),
  async run({ tx, clock, audit, personId }, changes) {
    await tx
      .update(person)
      .set({ ...changes, updatedAt: clock.now() })
      .where(eq(person.id, personId));
    await audit.record('users.profileUpdated', { personId });
    return {};
  },
});
