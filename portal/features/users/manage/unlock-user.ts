import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { UserId } from './user-id.ts';

/** Ends the lock of a person before its hour is over. */
export const unlockUser = operation({
  name: 'users.unlockUser',
  description: 'Ends every lock of a user before its hour is over. The failed attempts that led to it no longer count.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run(context, { userId }) {
    await getPersonForUpdate(context.tx, userId);
    await context.services.credentials.unlock(context, userId);
    await context.audit.record('users.unlocked', { userId });
    return {};
  },
});
