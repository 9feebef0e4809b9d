import type { Permission } from './permissions.ts';

/*
 * The scopes of API keys. A key acts as its person, within its scopes: `read` for every read, `order` for what commits
 * money or changes the company, `people` for users and their licences. The scope follows from permission and kind of
 * an operation, so that a new one has it; a permission that is missing here does not compile.
 */

export const KEY_SCOPES = ['read', 'order', 'people'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** The scope that a write of a permission needs; `never`: no key may write. */
const WRITE_SCOPES: Readonly<Record<Permission, KeyScope | 'never'>> = {
  'signIn.enter': 'never',
  'signIn.self': 'never',
  'signIn.secondFactor': 'never',
  'users.self': 'people',
  'notifications.own': 'people',
  'licences.use': 'never',
  'licences.assign': 'people',
  'accounts.read': 'never',
  'accounts.manage': 'order',
  'users.read': 'never',
  'users.manage': 'people',
  'users.impersonate': 'never',
  'catalogue.read': 'never',
  'purchasing.manage': 'order',
  'billing.read': 'never',
  'billing.manage': 'order',
  'tenants.read': 'never',
  'tenants.manage': 'order',
  'tenants.administer': 'never',
  'orders.read': 'never',
  'orders.place': 'order',
  'subscriptions.read': 'never',
  'subscriptions.manage': 'order',
  'licences.manage': 'people',
  'dashboard.read': 'never',
  'deadlines.read': 'never',
  'deadlines.manage': 'order',
  'audit.read': 'never',
  'provider.read': 'never',
  'provider.manage': 'order',
  'provider.administer': 'never',
  'provider.invite': 'never',
  'provider.impersonate': 'never',
  'catalogue.import': 'order',
  'catalogue.sell': 'order',
  'connections.read': 'never',
  'connections.manage': 'never',
  'connections.signIn': 'never',
};

/** Permissions whose reads are closed to keys too: sign-in, and the caller's own sessions, keys and second factor. */
const NEVER_BY_KEY: readonly Permission[] = ['signIn.enter', 'signIn.self', 'signIn.secondFactor'];

/** An operation as far as its scope depends on it. */
export type ScopedOperation = Readonly<{
  permission: Permission;
  kind: 'read' | 'write' | 'ask';
  /** Given by the few operations whose scope is another than that of their permission and kind. */
  keyScope?: KeyScope | 'never';
}>;

/** The scope that a key needs for an operation; `never`: a person does it in the portal. */
export function keyScopeOf({ permission, kind, keyScope }: ScopedOperation): KeyScope | 'never' {
  if (keyScope !== undefined) return keyScope;
  if (NEVER_BY_KEY.includes(permission)) return 'never';
  return kind === 'read' ? 'read' : WRITE_SCOPES[permission];
}
