import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { person } from '../sign-in/tables.ts';
import { OptionalEmail, OptionalText, PersonName } from './person-schema.ts';

/** Changes one's own data. Login and sign-in address are changed by an administrator. */
export const updateProfile = operation({
  name: 'signIn.updateProfile',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({
    firstName: PersonName,
    lastName: PersonName,
    phone: OptionalText,
    notificationEmail: OptionalEmail,
  }),
  output: z.object({}),
  async run({ tx, clock, audit, personId }, changes) {
    await tx
      .update(person)
      .set({ ...changes, updatedAt: clock.now() })
      .where(eq(person.id, personId));
    await audit.record('signIn.profileUpdated', { personId });
    return {};
  },
});
