import { z } from 'zod';
import { getPerson } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { UserDetails, userDetailsOf } from './user-output.ts';

/** One person of the account. */
export const getUser = operation({
  name: 'users.get',
  kind: 'read',
  permission: 'users.read',
  input: z.object({ userId: PersonId }),
  output: UserDetails,
  refusals: ['users.notFound'],
  async run({ tx, clock, services, actor }, { userId }) {
    const row = await getPerson(tx, userId);
    return userDetailsOf(row, { clockNow: clock.now(), machineNow: services.auth.clock.now() }, actor.personId);
  },
});
