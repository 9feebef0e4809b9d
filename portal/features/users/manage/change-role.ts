import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { person } from '../tables.ts';
import { refuseLastAdministrator, refuseOneself } from './guards.ts';
import { UserId } from './user-id.ts';

/** Changes the role of a person. */
export const changeRole = operation({
  name: 'users.changeRole',
  description:
    'Makes a user an administrator, or a user of assigned services only. Open sessions have the new role from their ' +
    'next request on.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({
    userId: UserId,
    role: z
      .enum(['serviceUser', 'administrator'])
      .describe('`serviceUser` uses assigned services only, `administrator` manages the account.'),
  }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId, role }) {
    const { tx, clock, audit } = context;
    const target = await getPersonForUpdate(tx, userId);
    if (target.role !== role) {
      refuseOneself(context, target);
      if (role === 'serviceUser') await refuseLastAdministrator(context, target);
      await tx.update(person).set({ role, updatedAt: clock.now() }).where(eq(person.id, userId));
    }
    await audit.record('users.roleChanged', { userId, role, before: target.role });
    return {};
  },
});
