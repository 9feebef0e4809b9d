import { z } from 'zod';
import { findPersonForUpdate, refuseMoreRights } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { beginImpersonation, getImpersonated, storeRequest } from './begin-impersonation.ts';
import { ImpersonationRequest } from './impersonation-schema.ts';

/** Uses the portal in the place of a colleague. */
export const startImpersonation = operation({
  name: 'signIn.startImpersonation',
  description:
    'Lets the session of the caller, who manages users, use the portal in the place of a user of the account for 30 ' +
    'minutes, of no more rights than the caller’s, without changing anything unless `mayWrite`. The user gets a mail with name and reason; every record in ' +
    'the audit has both names. Passwords, second factors, keys, users and their rights stay closed.',
  kind: 'write',
  permission: 'users.impersonate',
  input: ImpersonationRequest,
  output: z.object({ endsAt: InstantText.describe('End, UTC, exclusive, machine time.') }),
  refusals: ['users.notFound', 'users.moreRights', 'users.notOneself', 'signIn.personDisabled', 'signIn.sessionNeeded'],
  async run(context, { userId, ...wanted }) {
    const target = await getImpersonated(context, await findPersonForUpdate(context.tx, userId));
    refuseMoreRights(context, target.roles);
    const requested = await storeRequest(context, target, { ...wanted, byProvider: false });
    const endsAt = await beginImpersonation(context, target, requested);
    return { endsAt: endsAt.toString() };
  },
});
