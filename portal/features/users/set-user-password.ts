import { z } from 'zod';
import { getPersonForUpdate, NewPassword, storePassword } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';

/** Sets a person's password: the lock and every open session of theirs end, and links that were sent stop working. */
export const setUserPassword = operation({
  name: 'users.setPassword',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId, password: NewPassword }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run({ tx, clock, audit }, { userId, password }) {
    const owner = await getPersonForUpdate(tx, userId);
    await storePassword(tx, owner, password, { now: clock.now(), path: 'password' });
    await audit.record('users.passwordSet', { userId });
    return {};
  },
});
