import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { resetFactorOf } from '../people/reset-factor.ts';
import { getManagedPerson } from './guards.ts';
import { UserId } from './user-id.ts';

/** Takes the second factor from a person who has lost it. */
export const resetSecondFactor = operation({
  name: 'users.resetSecondFactor',
  description:
    'Removes app, passkeys and recovery codes of a user who has lost them. All sessions of the user end, and the user ' +
    'gets a mail; the password alone signs in again, and where a second factor is required it is set up anew then. ' +
    'Nobody resets their own.',
  kind: 'write',
  permission: 'users.manage',
  keyScope: 'never',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'users.notOneself', 'users.noSecondFactor'],
  async run(context, { userId }) {
    await resetFactorOf(context, await getManagedPerson(context, userId));
    return {};
  },
});
