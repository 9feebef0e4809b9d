import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { NewPassword } from '../people/password-schema.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { UserId } from './user-id.ts';

/** Sets the password of a person. */
export const setUserPassword = operation({
  name: 'users.setPassword',
  description:
    'Sets the password of a user. A lock and every open session of the user end, and links that were sent stop ' +
    'working.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId, password: NewPassword }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run(context, { userId, password }) {
    const target = await getPersonForUpdate(context.tx, userId);
    await context.services.credentials.setPassword(context, target, password);
    await context.audit.record('users.passwordSet', { userId });
    return {};
  },
});
