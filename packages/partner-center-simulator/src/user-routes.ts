import { entryOf, type Fields } from './json.ts';
import { pageAfter, requestedPage } from './page-after.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CustomerRecord, UserRecord } from './state.ts';
import { newUser } from './tenant.ts';
import { optionalFields, optionalText, text, wireInstant } from './wire-json.ts';

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/users',
    token: 'appUser',
    source: 'Get a list of all user accounts for a customer',
    handle: listUsers,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/users',
    token: 'appUser',
    audit: { operation: 'create_customer_user', resource: 'customer_user' },
    source: 'Create user accounts for a customer',
    handle: createUser,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/users/:userId',
    token: 'appUser',
    source: 'Get a user account by ID',
    handle: (call) => ok(requestedUser(call, call.directoryCustomer()).resource),
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customerId/users/:userId',
    token: 'appUser',
    audit: { operation: 'update_customer_user', resource: 'customer_user' },
    source: 'Update user accounts for a customer; Restore a deleted user for a customer',
    handle: updateUser,
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customerId/users/:userId/resetpassword',
    token: 'appUser',
    audit: { operation: 'reset_customer_user_password', resource: 'customer_user' },
    source: 'Reset user password for a customer',
    handle: updateUser,
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:customerId/users/:userId',
    token: 'appUser',
    audit: { operation: 'delete_customer_user', resource: 'customer_user' },
    source: 'Delete a user account for a customer',
    handle: deleteUser,
  },
];

/**
 * The time for which a deleted person can be restored.
 *
 * @source Partner Center, "Restore a deleted user for a customer"
 */
const RESTORABLE = Temporal.Duration.from({ hours: 30 * 24 });

/** The person that the path names by id or by principal name. */
export function requestedUser(call: Call, customer: CustomerRecord, key = call.param('userId')): UserRecord {
  const user =
    entryOf(customer.users, key) ??
    Object.values(customer.users).find(({ resource }) => resource.userPrincipalName.toLowerCase() === key);
  if (user === undefined || isPurged(user, call.now)) throw new PartnerError(60002, [key]);
  return user;
}

function listUsers(call: Call): Answer {
  const { customer, users } = call.directoryCustomer();
  const page = requestedPage(call);
  const filter = page.filter.toLowerCase();
  const wantsDeleted = filter.includes('userstatus') && filter.includes('inactive');
  const items = Object.values(users)
    .filter((user) => !isPurged(user, call.now))
    .map(({ resource }) => resource)
    .filter((resource) => (resource.state === 'inactive') === wantsDeleted);
  const parameters = new URLSearchParams({ size: String(page.size), ...(page.filter && { filter: page.filter }) });
  const uri = `/customers/${customer.id}/users?${parameters}`;
  return ok(pageAfter(call, items, { uri, query: page, idOf: ({ id }) => id, shown: (resource) => resource }));
}

function createUser(call: Call): Answer {
  const record = call.directoryCustomer();
  const body = call.body();
  const userPrincipalName = principalNameFrom(record, text(body, 'userPrincipalName'));
  const passwordProfile = optionalFields(body, 'passwordProfile');
  if (passwordProfile === undefined) throw new PartnerError(3000, ['passwordProfile']);
  passwordFrom(passwordProfile);
  const user = newUser(call.world.newGuid(), {
    userPrincipalName,
    displayName: text(body, 'displayName'),
    firstName: optionalText(body, 'firstName') ?? '',
    lastName: optionalText(body, 'lastName') ?? '',
    usageLocation: optionalText(body, 'usageLocation')?.toUpperCase() ?? '',
  });
  record.users[user.resource.id] = user;
  // The answer repeats the password, as Microsoft's does; it is not kept.
  return created({ ...user.resource, passwordProfile });
}

function updateUser(call: Call): Answer {
  const record = call.directoryCustomer();
  const user = requestedUser(call, record);
  const body = call.body();
  const state = optionalText(body, 'state')?.toLowerCase() ?? user.resource.state;
  if (!['active', 'inactive'].includes(state)) throw new PartnerError(900126, [state]);
  const requested = optionalText(body, 'userPrincipalName') ?? user.resource.userPrincipalName;
  const isSameName = requested.toLowerCase() === user.resource.userPrincipalName.toLowerCase();
  const userPrincipalName = isSameName ? user.resource.userPrincipalName : principalNameFrom(record, requested);
  const passwordProfile = optionalFields(body, 'passwordProfile');
  if (passwordProfile !== undefined) passwordFrom(passwordProfile);

  const changes: Fields = {};
  for (const name of ['displayName', 'firstName', 'lastName', 'phoneNumber']) {
    const value = optionalText(body, name);
    if (value !== undefined) changes[name] = value;
  }
  const usageLocation = optionalText(body, 'usageLocation');
  if (usageLocation !== undefined) changes.usageLocation = usageLocation.toUpperCase();
  if (state === 'active') delete user.resource.softDeletionTime;
  Object.assign(user.resource, changes, { userPrincipalName, state });
  return ok(user.resource);
}

/** Makes the person inactive and removes the licences. */
function deleteUser(call: Call): Answer {
  const user = requestedUser(call, call.directoryCustomer());
  user.resource.state = 'inactive';
  user.resource.softDeletionTime = wireInstant(call.now);
  user.licences = [];
  delete user.roles;
  return { status: 204 };
}

function principalNameFrom(record: CustomerRecord, requested: string): string {
  const [name = '', domain = ''] = requested.split('@');
  const { customDomains } = record.customer;
  const isOfTenant = domain !== '' && Array.isArray(customDomains) && customDomains.includes(domain.toLowerCase());
  const isFree = !Object.values(record.users).some(
    ({ resource }) => resource.userPrincipalName.toLowerCase() === requested.toLowerCase(),
  );
  if (!/^[\w.'-]+$/.test(name) || !isOfTenant || !isFree) {
    throw new PartnerError(3000, ['userPrincipalName']);
  }
  return requested;
}

function passwordFrom(profile: Fields): void {
  if (text(profile, 'password').length < 8) throw new PartnerError(3000, ['password']);
}

function isPurged({ resource }: UserRecord, now: Temporal.Instant): boolean {
  if (typeof resource.softDeletionTime !== 'string') return false;
  const goneAt = Temporal.Instant.from(resource.softDeletionTime).add(RESTORABLE);
  return Temporal.Instant.compare(goneAt, now) <= 0;
}
