/*
 * The rights of roles: one table, permission by role. Every operation names one permission; the runner checks it here
 * and nowhere else. `anonymous` has not signed in; `system` is a job or the command line; an API key acts as the person
 * who made it.
 */

/** Roles of a customer's people, the one with fewer rights first. */
export const CUSTOMER_ROLES = ['serviceUser', 'administrator'] as const;
/** Roles of the provider's staff: operators serve customers; `provider`, the administrator, manages the rest too. */
export const PROVIDER_ROLES = ['providerOperator', 'provider'] as const;
/** The role of a person; the account's kind decides which of them it can be. */
export const PERSON_ROLES = [...CUSTOMER_ROLES, ...PROVIDER_ROLES] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

/** `enrolling` has signed in and must set up a second factor before anything else. */
export const ROLES = ['anonymous', 'enrolling', ...PERSON_ROLES, 'system'] as const;
export type Role = (typeof ROLES)[number];

/** The roles of an account's people, the one with fewer rights first. */
export function rolesOfAccount(kind: 'customer' | 'provider'): readonly [PersonRole, PersonRole] {
  return kind === 'provider' ? PROVIDER_ROLES : CUSTOMER_ROLES;
}

/** True for the role that manages the people of its account. */
export function isAdministratorRole(role: Role): boolean {
  return role === 'administrator' || role === 'provider';
}

/** True for people of the provider's staff, whatever their rights. */
export function isProviderRole(role: Role | undefined): boolean {
  return PROVIDER_ROLES.some((one) => one === role);
}

const SIGNED_IN: readonly Role[] = [...PERSON_ROLES, 'system'];
const CUSTOMER: readonly Role[] = [...CUSTOMER_ROLES, 'system'];
const ADMINISTRATOR: readonly Role[] = ['administrator', 'system'];
/** The administrators of an account of either kind: its people and its details. */
const ACCOUNT_ADMINISTRATOR: readonly Role[] = ['administrator', 'provider', 'system'];
const PROVIDER: readonly Role[] = [...PROVIDER_ROLES, 'system'];
const PROVIDER_ADMINISTRATOR: readonly Role[] = ['provider', 'system'];

export const PERMISSIONS = {
  /** Sign-in, sign-out, activation and recovery. */
  'signIn.enter': ROLES,
  /** The caller's own password, sessions and API keys. */
  'signIn.self': SIGNED_IN,
  /** The caller's own second factor. */
  'signIn.secondFactor': ['enrolling', ...SIGNED_IN],
  /** The caller's own profile and language. */
  'users.self': SIGNED_IN,
  'notifications.own': SIGNED_IN,
  /** The services that were assigned to oneself; an administrator sees all of the account. */
  'licences.use': CUSTOMER,
  'licences.assign': ADMINISTRATOR,
  'accounts.read': ACCOUNT_ADMINISTRATOR,
  'accounts.manage': ACCOUNT_ADMINISTRATOR,
  'users.read': ACCOUNT_ADMINISTRATOR,
  'users.manage': ACCOUNT_ADMINISTRATOR,
  /** To use the portal in the place of a person of the own account. */
  'users.impersonate': ['administrator', 'provider'],
  'catalogue.read': ['administrator', ...PROVIDER],
  'purchasing.manage': ADMINISTRATOR,
  'billing.read': ADMINISTRATOR,
  /** Where invoices go, and the purchase order on them. */
  'billing.manage': ADMINISTRATOR,
  'tenants.manage': ADMINISTRATOR,
  'orders.read': ADMINISTRATOR,
  'orders.place': ADMINISTRATOR,
  'subscriptions.read': ADMINISTRATOR,
  'subscriptions.manage': ADMINISTRATOR,
  'licences.manage': ADMINISTRATOR,
  'dashboard.read': ADMINISTRATOR,
  'deadlines.read': ADMINISTRATOR,
  /** Reminders of the account, and a calendar of one's own. */
  'deadlines.manage': ADMINISTRATOR,
  'audit.read': ADMINISTRATOR,
  'provider.read': PROVIDER,
  'provider.manage': PROVIDER,
  /** Settings that concern the whole portal. */
  'provider.administer': PROVIDER_ADMINISTRATOR,
  /** Links for the provider's staff, from the command line of the machine. */
  'provider.invite': ['system'],
  /** To use the portal in the place of a person of a customer. */
  'provider.impersonate': PROVIDER_ROLES,
  'catalogue.import': PROVIDER_ADMINISTRATOR,
  'connections.read': PROVIDER,
  'connections.manage': PROVIDER_ADMINISTRATOR,
  /** A sign-in at a vendor belongs to the person who began it. */
  'connections.signIn': ['provider'],
  /** The provider's own services. */
  'catalogue.sell': PROVIDER_ADMINISTRATOR,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function isPermitted(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
