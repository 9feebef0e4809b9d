import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { getPersonForUpdate, type PersonRow } from '../people/people.ts';
import { mailFactsOf, sendSignInMail } from '../people/person-mail.ts';
import { PersonRole } from '../people/person-schema.ts';
import { renewInvitation } from '../people/sign-in-change.ts';
import { person } from '../tables.ts';
import { refuseLastAdministrator, refuseOneself, refuseRoleOfOtherAccounts } from './guards.ts';
import { roleChangedMail } from './role-changed.mail.ts';
import { UserId } from './user-id.ts';

/** Changes the role of a person. */
export const changeRole = operation({
  name: 'users.changeRole',
  description:
    'Gives a user the other role of the account: a customer’s users use assigned services only or administer the ' +
    'account, the provider’s staff serve customers or administer the portal too. Sessions and API keys of the user ' +
    'end, and the user is notified.',
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
      if (target.passwordSetAt === null) await renewInvitation(context, target);
      else await endOldRole(context, target, role);
    }
    await audit.record('users.roleChanged', { userId, role, before: target.role });
    return {};
  },
});

/** Nothing that was opened with the old rights stays open, and the person is told. */
async function endOldRole(context: OperationContext, target: PersonRow, role: PersonRow['role']): Promise<void> {
  await context.services.credentials.endAccess(context, target.id);
  const facts = { reader: target, before: target.role, after: role, ...(await mailFactsOf(context, target.accountId)) };
  await sendSignInMail(context, target, (t) => roleChangedMail(t, facts));
}
