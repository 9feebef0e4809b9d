import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { person } from '../tables.ts';
import { getPersonToExclude } from './guards.ts';
import { UserId } from './user-id.ts';

/** Disables a person. Disabling twice changes nothing. */
export const disableUser = operation({
  name: 'users.disableUser',
  description:
    'Disables a user: sessions and links that were sent end at once, and no sign-in is possible until the user is ' +
    'enabled again, at the vendor of the services neither where the account agrees to it. The password stays.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId }) {
    const { tx, clock, audit, services } = context;
    const target = await getPersonToExclude(context, userId);
    const now = clock.now();
    await tx
      .update(person)
      .set({ disabledAt: target.disabledAt ?? now, updatedAt: now })
      .where(eq(person.id, userId));
    await services.credentials.endAccess(context, userId);
    if (target.disabledAt === null) await services.heldServices.suspend(context, target);
    await audit.record('users.disabled', { userId });
    return {};
  },
});
