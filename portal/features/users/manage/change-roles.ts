import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import type { PersonRole } from '#platform/permissions.ts';
import type { PersonRow } from '../people/people.ts';
import { mailFactsOf, sendSignInMail } from '../people/person-mail.ts';
import { GivenRoles } from '../people/person-schema.ts';
import { renewInvitation } from '../people/sign-in-change.ts';
import { person } from '../tables.ts';
import { getManagedPerson, refuseLastAdministrator, refuseOneself, refuseRolesToGive } from './guards.ts';
import { rolesChangedMail } from './roles-changed.mail.ts';
import { UserId } from './user-id.ts';

/** Changes the roles of a person. */
export const changeRoles = operation({
  name: 'users.changeRoles',
  description:
    'Gives a user other roles of the account, in place of those held until now. Nobody gives or takes away rights that ' +
    'the caller lacks. Sessions and API keys of the user end, and the user is notified.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId, roles: GivenRoles }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'users.notOneself', 'users.lastAdministrator'],
  async run(context, { userId, roles }) {
    const { tx, clock, audit } = context;
    const target = await getManagedPerson(context, userId);
    await refuseRolesToGive(context, target.accountId, roles);
    if (target.roles.join() !== roles.join()) {
      refuseOneself(context, target);
      await refuseLastAdministrator(context, target);
      await tx.update(person).set({ roles, updatedAt: clock.now() }).where(eq(person.id, userId));
      if (target.passwordSetAt === null) await renewInvitation(context, target);
      else await endOldRoles(context, target, roles);
    }
    await audit.record('users.rolesChanged', { userId, roles: roles.join(' '), before: target.roles.join(' ') });
    return {};
  },
});

/** Nothing that was opened with the old rights stays open, and the person is told. */
async function endOldRoles(context: OperationContext, target: PersonRow, after: readonly PersonRole[]): Promise<void> {
  await context.services.credentials.endAccess(context, target.id);
  const facts = { reader: target, before: target.roles, after, ...(await mailFactsOf(context, target.accountId)) };
  await sendSignInMail(context, target, (t) => rolesChangedMail(t, facts));
}
