import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate, person } from '#features/sign-in/sign-in.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { refuseLastAdministrator, refuseOneself } from './guards.ts';

/** Makes a person an administrator, or a user of assigned services only. It holds from their next click. */
export const changeRole = operation({
  name: 'users.changeRole',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: PersonId, role: z.enum(['serviceUser', 'administrator']) }),
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
