import { eq } from 'drizzle-orm';
import { z } from 'zod';
import {
  endPasswordLinks,
  endSessions,
  getPersonForUpdate,
  person,
  removeCredentials,
} from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { refuseLastAdministrator, refuseOneself } from './guards.ts';

/**
 * Removes a person. The name stays beside what they did (orders, records); addresses, phone, password and keys are deleted, and
 * the login is free again.
 */
export const removeUser = operation({
  name: 'users.remove',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: PersonId,
    /** Said in so many words, because it cannot be undone. */
    confirmed: z.boolean().refine((confirmed) => confirmed, { message: 'input.notConfirmed' }),
  }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId }) {
    const { tx, clock, audit } = context;
    const target = await getPersonForUpdate(tx, userId);
    refuseOneself(context, target);
    await refuseLastAdministrator(context, target);
    const now = clock.now();
    await endSessions(tx, userId);
    await endPasswordLinks(tx, userId, now);
    await removeCredentials(tx, userId);
    await tx
      .update(person)
      .set({
        login: null,
        email: '',
        notificationEmail: null,
        phone: null,
        addressLine: null,
        city: null,
        province: null,
        postalCode: null,
        passwordSetAt: null,
        removedAt: now,
        updatedAt: now,
      })
      .where(eq(person.id, userId));
    await audit.record('users.removed', { userId });
    return {};
  },
});
