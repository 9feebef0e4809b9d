import type { z } from 'zod';
import type { Caller } from '#platform/caller.server.ts';
import type { ManyAction } from '../many/many-actions.ts';
import { accountKindOf, rolesIn, STAFF_ACCESS } from './account-kind.ts';
import { MANY_ACTIONS, type ManyActionName } from './many-actions.ts';

type Action = z.input<typeof ManyAction>;

/** The users that a form names, and what to do for them. */
export type CompleteForm = Readonly<{ userIds: readonly string[]; name: ManyActionName; action: Action }>;

/** What a form says so far: the action is undefined while its service or its roles are still to be chosen. */
export function manyFormOf(form: FormData, caller: Caller) {
  const name = MANY_ACTIONS.find((one) => one === form.get('action')) ?? 'assign';
  return {
    userIds: form.getAll('selected').map(String),
    name,
    action: actionIn(form, name, caller),
    isConfirmed: form.get('intent') === 'confirm',
  };
}

function actionIn(form: FormData, kind: ManyActionName, caller: Caller): Action | undefined {
  if (kind === 'assign' || kind === 'withdraw') {
    const serviceId = form.get('serviceId');
    return typeof serviceId === 'string' && serviceId !== '' ? { kind, serviceId } : undefined;
  }
  if (kind !== 'changeRoles') return { kind };
  return form.has('access') ? { kind, roles: rolesIn(form, accountKindOf(caller)) } : undefined;
}

/** The fields that carry what was chosen to the next step. */
export function fieldsOf({
  userIds,
  name,
  action,
}: CompleteForm): readonly Readonly<{ name: string; value: string }>[] {
  return [
    ...userIds.map((value) => ({ name: 'selected', value })),
    { name: 'action', value: name },
    ...('serviceId' in action ? [{ name: 'serviceId', value: action.serviceId }] : []),
    ...('roles' in action ? roleFields(action.roles) : []),
  ];
}

/** As `rolesIn` reads them: one role stands for itself. */
function roleFields(roles: readonly string[]) {
  const [only] = roles;
  return roles.length === 1 && only !== undefined
    ? [{ name: 'access', value: only }]
    : [{ name: 'access', value: STAFF_ACCESS }, ...roles.map((value) => ({ name: 'roles', value }))];
}
