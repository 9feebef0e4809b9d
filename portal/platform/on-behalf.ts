import type { Actor } from './actor.ts';
import type { Permission } from './permissions.ts';
import { Refusal } from './refusal.ts';

/*
 * What somebody may do in another person's place ("Accedere come utente"). It follows from the permission of an
 * operation, so that a new one has it; a permission that is missing here does not compile. Who the person is, how they
 * sign in and what they may do is theirs alone: nobody reads or changes it in their place.
 */

/**
 * `never`: neither read nor written. `read`: read only. `write`: read, and written where changes were asked for.
 * `always`: written too, because it concerns the browser and not the person.
 */
export type OnBehalf = 'never' | 'read' | 'write' | 'always';

const BY_PERMISSION: Readonly<Record<Permission, OnBehalf>> = {
  'signIn.enter': 'always',
  'signIn.self': 'never',
  'signIn.secondFactor': 'never',
  'users.self': 'read',
  'notifications.own': 'write',
  'licences.use': 'write',
  'licences.assign': 'write',
  'accounts.read': 'read',
  'accounts.manage': 'write',
  'users.read': 'read',
  'users.manage': 'read',
  'users.impersonate': 'never',
  'catalogue.read': 'write',
  'purchasing.manage': 'write',
  'billing.read': 'read',
  'billing.manage': 'write',
  'tenants.read': 'read',
  'tenants.manage': 'write',
  'tenants.administer': 'never',
  'orders.read': 'read',
  'orders.place': 'write',
  'subscriptions.read': 'read',
  'subscriptions.manage': 'write',
  'licences.manage': 'write',
  'dashboard.read': 'read',
  'deadlines.read': 'read',
  'deadlines.manage': 'write',
  'audit.read': 'read',
  'provider.read': 'write',
  'provider.manage': 'read',
  'provider.administer': 'never',
  'provider.invite': 'never',
  'provider.impersonate': 'never',
  'catalogue.import': 'never',
  'catalogue.sell': 'never',
  'connections.read': 'read',
  'connections.manage': 'never',
  'connections.signIn': 'never',
};

/** An operation as far as acting in another person's place depends on it. */
type OnBehalfOperation = Readonly<{
  permission: Permission;
  kind: 'read' | 'write' | 'ask';
  onBehalf?: 'never';
}>;

/** What somebody may do with an operation in another person's place. */
export function onBehalfOf({ permission, onBehalf }: OnBehalfOperation): OnBehalf {
  return onBehalf ?? BY_PERMISSION[permission];
}

/**
 * Refuses an actor in another person's place what is that person's alone, and changes where none were asked for.
 *
 * @throws Refusal `permission.notOnBehalf`, `permission.readOnly`
 */
export function checkOnBehalf(actor: Actor, op: OnBehalfOperation): void {
  if (actor.impersonatorId === null) return;
  const allowed = onBehalfOf(op);
  if (allowed === 'always') return;
  if (allowed === 'never' || (allowed === 'read' && op.kind !== 'read')) throw new Refusal('permission.notOnBehalf');
  if (op.kind !== 'read' && actor.mayWriteOnBehalf !== true) throw new Refusal('permission.readOnly');
}
