import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { PersonRole } from '../people/person-schema.ts';
import { person } from '../tables.ts';
import { refuseLastAdministrator, refuseOneself, refuseRoleOfOtherAccounts } from './guards.ts';
import { UserId } from './user-id.ts';

/** Changes the role of a person. */
export const changeRole = operation({
  name: 'users.changeRole',
  description:
    'Gives a user the other role of the account: a customer’s users use assigned services only or administer the ' +
    'account, the provider’s staff serve customers or administer the portal too. Open sessions have the new role ' +
    'from their next request on.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId, role: PersonRole }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId, role }) {
    const { tx, clock, audit } = context;
    const target = await getPersonForUpdate(tx, userId);
    await refuseRoleOfOtherAccounts(tx, target.accountId, role);
    if (target.role !== role) {
      refuseOneself(context, target);
      await refuseLastAdministrator(context, target);
      await tx.update(person).set({ role, updatedAt: clock.now() }).where(eq(person.id, userId));
    }
    await audit.record('users.roleChanged', { userId, role, before: target.role });
    return {};
  },
});
