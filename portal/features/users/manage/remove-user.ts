import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { person } from '../tables.ts';
import { getPersonToExclude } from './guards.ts';
import { UserId } from './user-id.ts';

/** Removes a person. The row stays, for the name beside orders and audit records; everything personal is deleted. */
export const removeUser = operation({
  name: 'users.removeUser',
  description:
    'Removes a user for good. Addresses, phone, password and API keys are deleted and the login name is free again; ' +
    'the name stays beside orders and audit records.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: UserId,
    confirmed: z
      .boolean()
      .refine((confirmed) => confirmed, { message: 'input.notConfirmed' })
      .describe('Must be true, because a removal cannot be undone.'),
  }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId }) {
    const { tx, clock, audit, services } = context;
    await getPersonToExclude(context, userId);
    const now = clock.now();
    await services.credentials.remove(context, userId);
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
        removedAt: now,
        updatedAt: now,
      })
      .where(eq(person.id, userId));
    await audit.record('users.removed', { userId });
    return {};
  },
});
