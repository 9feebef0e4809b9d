/*
 * The rights of roles: one table, permission by role. Every operation names one permission; the runner checks it here
 * and nowhere else. `anonymous` has not signed in; `system` is a job or the command line; an API key acts as the person
 * who made it.
 */

export const ROLES = ['anonymous', 'serviceUser', 'administrator', 'provider', 'system'] as const;
export type Role = (typeof ROLES)[number];

const SIGNED_IN: readonly Role[] = ['serviceUser', 'administrator', 'provider', 'system'];
const CUSTOMER: readonly Role[] = ['serviceUser', 'administrator', 'system'];
const ADMINISTRATOR: readonly Role[] = ['administrator', 'system'];
const PROVIDER: readonly Role[] = ['provider', 'system'];

export const PERMISSIONS = {
  /** Sign-in, sign-out, activation and recovery. */
  'signIn.enter': ROLES,
  /** The caller's own password, sessions and API keys. */
  'signIn.self': SIGNED_IN,
  /** The caller's own profile and language. */
  'users.self': SIGNED_IN,
  'notifications.own': SIGNED_IN,
  /** The services that were assigned to oneself; an administrator sees all of the account. */
  'licences.use': CUSTOMER,
  'licences.assign': ADMINISTRATOR,
  'accounts.read': ADMINISTRATOR,
  'accounts.manage': ADMINISTRATOR,
  'users.read': ADMINISTRATOR,
  'users.manage': ADMINISTRATOR,
  'catalogue.read': ['administrator', 'provider', 'system'],
  'purchasing.manage': ADMINISTRATOR,
  'billing.read': ADMINISTRATOR,
  'tenants.manage': ADMINISTRATOR,
  'orders.read': ADMINISTRATOR,
  'orders.place': ADMINISTRATOR,
  'subscriptions.read': ADMINISTRATOR,
  'subscriptions.manage': ADMINISTRATOR,
  'licences.manage': ADMINISTRATOR,
  'dashboard.read': ADMINISTRATOR,
  'deadlines.read': ADMINISTRATOR,
  'audit.read': ADMINISTRATOR,
  'provider.read': PROVIDER,
  'provider.manage': PROVIDER,
  'catalogue.import': PROVIDER,
  'connections.read': PROVIDER,
  'connections.manage': PROVIDER,
  /** A sign-in at a vendor belongs to the person who began it. */
  'connections.signIn': ['provider'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function isPermitted(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
