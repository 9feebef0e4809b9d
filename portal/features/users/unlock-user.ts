import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate, person } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';

/** Ends a lock before its hour is over; the failures that led to it no longer count. */
export const unlockUser = operation({
  name: 'users.unlock',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run({ tx, services, audit }, { userId }) {
    await getPersonForUpdate(tx, userId);
    await tx
      .update(person)
      .set({ lockedUntil: null, failuresCountFrom: services.auth.clock.now() })
      .where(eq(person.id, userId));
    await audit.record('users.unlocked', { userId });
    return {};
  },
});
