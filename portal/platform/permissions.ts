/*
 * The rights of roles: one table, permission by role. A person holds one or more roles and has the rights of each.
 * Every operation names one permission; the runner checks it here and nowhere else. `anonymous` has not signed in;
 * `system` is a job or the command line; an API key acts as the person who made it.
 */

/**
 * The roles behind "Assegna ruoli di membro del personale all'utente", the one with fewer rights first. They can be
 * held together; the administrator has the rights of all.
 */
export const STAFF_MEMBER_ROLES = [
  'costViewer',
  'userManager',
  'subscriptionManager',
  'purchaser',
  'administrator',
] as const;
/** Roles of a customer's people. A service user uses what was assigned, and manages nothing. */
export const CUSTOMER_ROLES = ['serviceUser', ...STAFF_MEMBER_ROLES] as const;
/** Roles of the provider's staff: operators serve customers; `provider`, the administrator, manages the rest too. */
export const PROVIDER_ROLES = ['providerOperator', 'provider'] as const;
/** The roles of people; the account's kind decides which of them they can have. */
export const PERSON_ROLES = [...CUSTOMER_ROLES, ...PROVIDER_ROLES] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

/** `enrolling` has signed in and must set up a second factor before anything else. */
export const ROLES = ['anonymous', 'enrolling', ...PERSON_ROLES, 'system'] as const;
export type Role = (typeof ROLES)[number];

/** The roles of an account's people, the one with fewer rights first. */
export function rolesOfAccount(kind: 'customer' | 'provider'): readonly PersonRole[] {
  return kind === 'provider' ? PROVIDER_ROLES : CUSTOMER_ROLES;
}

/** Roles that include every other one of their account. */
const ADMINISTRATOR_ROLES: readonly Role[] = ['administrator', 'provider'];

/** True for those who manage the people of their account, administrators included. */
export function isAdministrator(roles: readonly Role[]): boolean {
  return roles.some((role) => ADMINISTRATOR_ROLES.includes(role));
}

/** True for people of the provider's staff, whatever their rights. */
export function isProvider(roles: readonly Role[]): boolean {
  return roles.some((role) => PROVIDER_ROLES.some((one) => one === role));
}

/**
 * A choice of roles as it is stored: in one order, each once, and none that adds no right. An administrator needs no
 * other role, and a service user's rights are part of every role.
 */
export function storedRoles(chosen: readonly PersonRole[]): PersonRole[] {
  const administrator = chosen.find((role) => ADMINISTRATOR_ROLES.includes(role));
  if (administrator !== undefined) return [administrator];
  const roles = PERSON_ROLES.filter((role) => chosen.includes(role));
  return roles.length === 1 ? roles : roles.filter((role) => role !== 'serviceUser');
}

const SIGNED_IN: readonly Role[] = [...PERSON_ROLES, 'system'];
const CUSTOMER: readonly Role[] = [...CUSTOMER_ROLES, 'system'];
const ADMINISTRATOR: readonly Role[] = ['administrator', 'system'];
/** Those who see what the account owns and what it costs. */
const COST_READER: readonly Role[] = ['costViewer', 'subscriptionManager', 'purchaser', ...ADMINISTRATOR];
const PURCHASER: readonly Role[] = ['purchaser', ...ADMINISTRATOR];
const SUBSCRIPTION_MANAGER: readonly Role[] = ['subscriptionManager', ...ADMINISTRATOR];
/** The administrators of an account of either kind: its people and its details. */
const ACCOUNT_ADMINISTRATOR: readonly Role[] = ['administrator', 'provider', 'system'];
const USER_MANAGER: readonly Role[] = ['userManager', ...ACCOUNT_ADMINISTRATOR];
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
  /** The services that were assigned to oneself; who manages licences or sees costs sees all of the account. */
  'licences.use': CUSTOMER,
  'licences.assign': ['userManager', ...SUBSCRIPTION_MANAGER],
  'accounts.read': ['provider', ...COST_READER],
  'accounts.manage': ACCOUNT_ADMINISTRATOR,
  'users.read': USER_MANAGER,
  /** People and their roles; nobody manages a person who has rights that the manager lacks. */
  'users.manage': USER_MANAGER,
  /** To use the portal in the place of a person of the own account, of no more rights than one's own. */
  'users.impersonate': ['userManager', 'administrator', 'provider'],
  'catalogue.read': ['purchaser', 'administrator', ...PROVIDER],
  'purchasing.manage': PURCHASER,
  'billing.read': COST_READER,
  /** Where invoices go, and the purchase order on them. */
  'billing.manage': ADMINISTRATOR,
  'tenants.read': COST_READER,
  /** The Microsoft accounts of the company, as a purchase needs them. */
  'tenants.manage': PURCHASER,
  /** The first password of a new Microsoft account's administrator. */
  'tenants.administer': ADMINISTRATOR,
  'orders.read': COST_READER,
  /** To order a quote, and to cancel an order, of a kind of change that one may quote. */
  'orders.place': ['subscriptionManager', ...PURCHASER],
  'subscriptions.read': COST_READER,
  /** Seats, renewal, cancellation and upgrades of subscriptions. */
  'subscriptions.manage': SUBSCRIPTION_MANAGER,
  'licences.manage': ADMINISTRATOR,
  'dashboard.read': COST_READER,
  'deadlines.read': COST_READER,
  /** Reminders of the account, and a calendar of one's own. */
  'deadlines.manage': SUBSCRIPTION_MANAGER,
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

export function isPermitted(roles: readonly Role[], permission: Permission): boolean {
  const permitted: readonly Role[] = PERMISSIONS[permission];
  return roles.some((role) => permitted.includes(role));
}

/** All permissions that some roles give together. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isPermitted(roles, permission));
}

/** The roles of people that give a permission: for queries of those who have it. */
export function rolesWith(permission: Permission): readonly PersonRole[] {
  return PERSON_ROLES.filter((role) => isPermitted([role], permission));
}

/**
 * True when some roles have every right of others. Nobody gives, uses or takes away rights beyond the own ones: who
 * could set the password of an administrator would be one. The system has all.
 */
export function haveRightsOf(roles: readonly Role[], others: readonly Role[]): boolean {
  if (roles.includes('system')) return true;
  return permissionsOf(others).every((permission) => isPermitted(roles, permission));
}
