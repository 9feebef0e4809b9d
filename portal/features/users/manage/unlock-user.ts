import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getManagedPerson } from './guards.ts';
import { UserId } from './user-id.ts';

/** Ends the lock of a person before its hour is over. */
export const unlockUser = operation({
  name: 'users.unlockUser',
  description: 'Ends every lock of a user before its hour is over. The failed attempts that led to it no longer count.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights'],
  async run(context, { userId }) {
    await getManagedPerson(context, userId);
    await context.services.credentials.unlock(context, userId);
    await context.audit.record('users.unlocked', { userId });
    return {};
  },
});
