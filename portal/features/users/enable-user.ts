import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate, person } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';

/** Lets a disabled person in again, with the same password. */
export const enableUser = operation({
  name: 'users.enable',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run({ tx, clock, audit }, { userId }) {
    await getPersonForUpdate(tx, userId);
    await tx.update(person).set({ disabledAt: null, updatedAt: clock.now() }).where(eq(person.id, userId));
    await audit.record('users.enabled', { userId });
    return {};
  },
});
