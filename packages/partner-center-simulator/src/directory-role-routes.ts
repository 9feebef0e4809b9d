import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CustomerRecord, UserRecord } from './state.ts';
import { requestedUser } from './user-routes.ts';
import { collection, text } from './wire-json.ts';

const ROLES = '/v1/customers/:customerId/directoryroles';

export const directoryRoleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ROLES,
    token: 'appUser',
    source: 'Get a list of directory roles',
    handle: (call) => ok(collection(DIRECTORY_ROLES.map(roleResource), uriOf(call.directoryCustomer()))),
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/users/:userId/directoryroles',
    token: 'appUser',
    source: 'Get user roles for a customer',
    handle: listRolesOfUser,
  },
  {
    method: 'GET',
    path: `${ROLES}/:roleId/usermembers`,
    token: 'appUser',
    source: 'Get user accounts by role',
    handle: listMembers,
  },
  {
    method: 'POST',
    path: `${ROLES}/:roleId/usermembers`,
    token: 'appUser',
    audit: { operation: 'add_user_member', resource: 'customer_directory_role' },
    source: 'Set user roles for a customer',
    handle: addMember,
  },
  {
    method: 'DELETE',
    path: `${ROLES}/:roleId/usermembers/:userId`,
    token: 'appUser',
    audit: { operation: 'remove_user_member', resource: 'customer_directory_role' },
    source: 'Remove a customer user from a role',
    handle: removeMember,
  },
];

/** Roles of Microsoft's directory, under the ids that are the same in every tenant. */
const DIRECTORY_ROLES = [
  { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Company Administrator' },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Account Administrator' },
  { id: '729827e3-9c14-49f7-bb1b-9608f156bbb8', name: 'Helpdesk Administrator' },
  { id: 'b0f54661-2d74-4c50-afa3-1ec803f12efe', name: 'Billing Administrator' },
  { id: '4d6ac14f-3453-41d0-bef9-a3e0c569773a', name: 'License Administrator' },
  { id: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', name: 'Directory Readers' },
] as const;

type Role = (typeof DIRECTORY_ROLES)[number];

function listRolesOfUser(call: Call): Answer {
  const customer = call.directoryCustomer();
  const user = requestedUser(call, customer);
  const roles = DIRECTORY_ROLES.filter(({ id }) => user.roles?.includes(id) === true);
  return ok(collection(roles.map(roleResource), uriOf(customer)));
}

function listMembers(call: Call): Answer {
  const customer = call.directoryCustomer();
  const role = requestedRole(call);
  const members = Object.values(customer.users).filter(({ roles }) => roles?.includes(role.id) === true);
  return ok(
    collection(
      members.map((user) => memberResource(user, role)),
      `${uriOf(customer)}/${role.id}/usermembers`,
    ),
  );
}

function addMember(call: Call): Answer {
  const customer = call.directoryCustomer();
  const role = requestedRole(call);
  const user = requestedUser(call, customer, text(call.body(), 'id').toLowerCase());
  user.roles = [...new Set([...(user.roles ?? []), role.id])];
  return created(memberResource(user, role));
}

function removeMember(call: Call): Answer {
  const role = requestedRole(call);
  const user = requestedUser(call, call.directoryCustomer());
  if (user.roles?.includes(role.id) !== true) throw new PartnerError(60002, [call.param('userId')]);
  user.roles = user.roles.filter((id) => id !== role.id);
  return { status: 204 };
}

function requestedRole(call: Call): Role {
  const id = call.param('roleId');
  const role = DIRECTORY_ROLES.find((known) => known.id === id);
  if (role === undefined) throw new PartnerError(1000, [id]);
  return role;
}

function roleResource({ id, name }: Role): Fields {
  return { id, name, attributes: { objectType: 'DirectoryRole' } };
}

function memberResource({ resource }: UserRecord, role: Role): Fields {
  return {
    id: resource.id,
    displayName: resource.displayName ?? '',
    userPrincipalName: resource.userPrincipalName,
    roleId: role.id,
    attributes: { objectType: 'UserMember' },
  };
}

function uriOf({ customer }: CustomerRecord): string {
  return `/customers/${customer.id}/directoryroles`;
}
