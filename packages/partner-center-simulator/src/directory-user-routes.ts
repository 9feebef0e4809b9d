import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { requestedUser } from './user-routes.ts';

/** A customer's directory as Microsoft Graph shows it: what Partner Center has no call for. */
export const directoryUserRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1.0/users',
    token: 'appUser',
    audience: 'graph',
    source: 'Microsoft Graph, "List users"',
    handle: directoryUsers,
  },
  {
    method: 'GET',
    path: '/v1.0/users/:userId',
    token: 'appUser',
    audience: 'graph',
    source: 'Microsoft Graph, "Get a user"',
    handle: directoryUser,
  },
  {
    method: 'PATCH',
    path: '/v1.0/users/:userId',
    token: 'appUser',
    audience: 'graph',
    source: 'Microsoft Graph, "Update user"',
    handle: updateDirectoryUser,
  },
];

const ALL = 'id,userPrincipalName,accountEnabled,displayName,assignedLicenses';
const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 999;

/** Everybody but the deleted, `$top` to a page. @source Microsoft Graph, "Paging Microsoft Graph data in your app" */
function directoryUsers(call: Call): Answer {
  const present = Object.values(call.directoryCustomer().users).filter(({ resource }) => resource.state !== 'inactive');
  const size = Math.min(PAGE_SIZE_MAX, Math.max(1, Number(call.query('$top') ?? PAGE_SIZE) || PAGE_SIZE));
  const start = Math.max(0, Number(call.query('$skiptoken') ?? 0) || 0);
  const value = present.slice(start, start + size).map(({ resource, licences, isSignInBlocked }) => ({
    id: resource.id,
    userPrincipalName: resource.userPrincipalName,
    accountEnabled: isSignInBlocked !== true,
    displayName: resource.displayName ?? null,
    assignedLicenses: licences.map(({ skuId, excludedPlans }) => ({ disabledPlans: excludedPlans, skuId })),
  }));
  const next = `${call.origin}/v1.0/users?$select=${ALL}&$top=${size}&$skiptoken=${start + size}`;
  return ok({
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users(${ALL})`,
    ...(start + size < present.length ? { '@odata.nextLink': next } : {}),
    value,
  });
}

/** The properties that are selected are always these. A deleted person is in another list of Graph's. */
function directoryUser(call: Call): Answer {
  const user = presentUser(call);
  const { id, userPrincipalName } = user.resource;
  return ok({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users(id,userPrincipalName,accountEnabled)/$entity',
    ...{ id, userPrincipalName },
    accountEnabled: user.isSignInBlocked !== true,
  });
}

/** Only `accountEnabled` is imitated. */
function updateDirectoryUser(call: Call): Answer {
  const user = presentUser(call);
  const { accountEnabled } = call.body();
  if (typeof accountEnabled !== 'boolean') throw new PartnerError(800002, ['accountEnabled']);
  user.isSignInBlocked = !accountEnabled;
  return { status: 204 };
}

function presentUser(call: Call) {
  const user = requestedUser(call, call.directoryCustomer());
  if (user.resource.state === 'inactive') throw new PartnerError(60002, [user.resource.id]);
  return user;
}
