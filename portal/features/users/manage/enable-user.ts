import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { person } from '../tables.ts';
import { getManagedPerson } from './guards.ts';
import { UserId } from './user-id.ts';

/** Enables a disabled person. */
export const enableUser = operation({
  name: 'users.enableUser',
  description:
    'Enables a disabled user, who can sign in again with the same password, and at the vendor where the portal had ' +
    'blocked it. Enabling twice changes nothing.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights'],
  async run(context, { userId }) {
    const { tx, clock, audit, services } = context;
    const target = await getManagedPerson(context, userId);
    await tx.update(person).set({ disabledAt: null, updatedAt: clock.now() }).where(eq(person.id, userId));
    if (target.disabledAt !== null) await services.heldServices.resume(context, target);
    await audit.record('users.enabled', { userId });
    return {};
  },
});
