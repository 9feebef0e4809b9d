import { z } from 'zod';
import { type Id, idOf, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { changeRoles } from '../manage/change-roles.ts';
import { disableUser } from '../manage/disable-user.ts';
import { enableUser } from '../manage/enable-user.ts';
import { removeUser } from '../manage/remove-user.ts';
import { resendActivation } from '../manage/resend-activation.ts';
import type { PersonRow } from '../people/people.ts';
import { GivenRoles } from '../people/person-schema.ts';
import { assignServices } from '../services/assign-services.ts';
import { withdrawService } from '../services/withdraw-service.ts';

/** So many people are changed at once, at most: one transaction holds them all. */
const MANY_MAX = 200;

const serviceId = idOf('service').describe('The service.');

/** What can be done for several people at once, each as the operation for one person does it. */
export const ManyAction = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('assign').describe('Assigns a service.'), serviceId }),
    z.object({ kind: z.literal('withdraw').describe('Withdraws a service.'), serviceId }),
    z.object({
      kind: z.literal('resendActivation').describe('Sends the activation mail, for the first time or again.'),
    }),
    z.object({ kind: z.literal('disable').describe('Disables the users.') }),
    z.object({ kind: z.literal('enable').describe('Enables the users.') }),
    z.object({ kind: z.literal('changeRoles').describe('Gives other roles.'), roles: GivenRoles }),
    z.object({ kind: z.literal('remove').describe('Removes the users; their seats become free.') }),
  ])
  .describe('What is done for each of the users.');
export type ManyAction = z.output<typeof ManyAction>;

export const UserIds = z.array(PersonId).min(1).max(MANY_MAX).describe('Ids of the users, 1 to 200.');

/** Does it for one person. */
export function actFor(context: OperationContext, userId: PersonRow['id'], action: ManyAction): Promise<unknown> {
  switch (action.kind) {
    case 'assign':
      return assignServices.run(context, { userId, serviceIds: [action.serviceId] });
    case 'withdraw':
      return withdrawService.run(context, { userId, serviceId: action.serviceId });
    case 'resendActivation':
      return resendActivation.run(context, { userId });
    case 'disable':
      return disableUser.run(context, { userId });
    case 'enable':
      return enableUser.run(context, { userId });
    case 'changeRoles':
      return changeRoles.run(context, { userId, roles: action.roles });
    case 'remove':
      return removeUser.run(context, { userId, handOverToId: null, confirmed: true });
  }
}

/** The service of an action, if it has one. */
export function serviceOf(action: ManyAction): Id<'service'> | null {
  return action.kind === 'assign' || action.kind === 'withdraw' ? action.serviceId : null;
}

/** True where it would change nothing for a person. */
export function changesNothing(action: ManyAction, one: PersonRow, holdsService: boolean): boolean {
  switch (action.kind) {
    case 'assign':
      return holdsService;
    case 'withdraw':
      return !holdsService;
    case 'disable':
      return one.disabledAt !== null;
    case 'enable':
      return one.disabledAt === null;
    case 'changeRoles':
      return one.roles.join() === action.roles.join();
    case 'resendActivation':
    case 'remove':
      return false;
  }
}
