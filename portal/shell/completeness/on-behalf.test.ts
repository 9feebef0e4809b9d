import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { AccountId, PersonId } from '#platform/ids.ts';
import { onBehalfOf } from '#platform/on-behalf.ts';
import { type AnyOperation, checkPermission } from '#platform/operation.server.ts';
import { isPermitted, PERSON_ROLES } from '#platform/permissions.ts';
import { isRefusal } from '#platform/refusal.ts';
import { operations } from '../registry.ts';
import { isWayIn } from './operation-checks.ts';

/*
 * What somebody may do in another person's place, operation by operation. A new operation that changes something is
 * added to one of the two lists on purpose.
 */

const impersonated = (op: AnyOperation, mayWriteOnBehalf: boolean): Actor => ({
  roles: [PERSON_ROLES.find((role) => isPermitted([role], op.permission)) ?? 'administrator'],
  accountId: AccountId.parse(crypto.randomUUID()),
  personId: PersonId.parse(crypto.randomUUID()),
  impersonatorId: PersonId.parse(crypto.randomUUID()),
  mayWriteOnBehalf,
});

function codeOf(op: AnyOperation, mayWrite: boolean): string {
  try {
    checkPermission(impersonated(op, mayWrite), op);
    return 'permitted';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code;
  }
}

const ofPeople = operations.filter(({ permission }) => PERSON_ROLES.some((role) => isPermitted([role], permission)));
const namesWith = (kept: (op: AnyOperation) => boolean) =>
  ofPeople
    .filter(kept)
    .map(({ name }) => name)
    .toSorted();

test('S28 in read-only mode nothing is written in another person’s place but the way out', () => {
  expect(namesWith((op) => op.kind !== 'read' && codeOf(op, false) === 'permitted')).toEqual(
    namesWith((op) => op.kind !== 'read' && op.permission === 'signIn.enter'),
  );
});

test('S28 passwords, sign-in, second factors, keys, users and roles are never changed in another person’s place', () => {
  const open = namesWith((op) => codeOf(op, true) === 'permitted');
  const closed = namesWith((op) => codeOf(op, true) === 'permission.notOnBehalf');
  expect([...open, ...closed].toSorted()).toEqual(namesWith(() => true));
  const wayIn = namesWith((op) => op.permission !== 'signIn.enter' && isWayIn(op));
  expect(wayIn.length).toBeGreaterThan(20);
  expect(wayIn.filter((name) => open.includes(name))).toEqual([]);
  expect(namesWith((op) => op.permission === 'users.manage' && op.kind !== 'read' && open.includes(op.name))).toEqual(
    [],
  );
  expect(closed).toEqual(expect.arrayContaining(['users.changeRoles', 'users.editUser', 'users.setPassword']));
});

test('S28 what may be written in another person’s place with leave to change is this list', () => {
  const changes = namesWith(
    (op) => op.kind !== 'read' && onBehalfOf(op) === 'write' && !op.name.startsWith('provider.'),
  );
  expect(changes).toMatchInlineSnapshot(`
    [
      "accounts.updateDetails",
      "audit.searchCustomerRecords",
      "billing.setPurchaseOrder",
      "billing.updateInvoicingDetails",
      "deadlines.setReminders",
      "licences.assignService",
      "licences.chooseVendorUser",
      "licences.retryVendorTask",
      "licences.unassignService",
      "notifications.markAllRead",
      "notifications.markRead",
      "orders.cancelOrder",
      "orders.placeOrder",
      "purchasing.addLine",
      "purchasing.changeLine",
      "purchasing.choosePayment",
      "purchasing.chooseTenant",
      "purchasing.placeCart",
      "purchasing.quoteCart",
      "purchasing.quotePurchase",
      "purchasing.removeLine",
      "subscriptions.describeSubscription",
      "subscriptions.quoteCancellation",
      "subscriptions.quoteRenewalChoice",
      "subscriptions.quoteSeatChange",
      "subscriptions.quoteUpgrade",
      "subscriptions.readUpgradeTargets",
      "tenants.checkAcceptance",
      "tenants.checkDnsRecord",
      "tenants.checkDomain",
      "tenants.confirmProofCode",
      "tenants.getAgreement",
      "tenants.linkExistingTenant",
      "tenants.nameSignatory",
      "tenants.removeClaim",
      "tenants.saveNewTenant",
      "tenants.sendAcceptanceLink",
      "tenants.sendProofMail",
      "tenants.suggestCustomers",
      "users.assignServices",
      "users.withdrawService",
    ]
  `);
});

test('mutation: a write without leave, and an operation closed by its own declaration, are refused', () => {
  const [read, write] = ['orders.getOrder', 'orders.placeOrder'].map((name) => {
    const found = operations.find((op) => op.name === name);
    if (found === undefined) throw new Error(`no operation ${name}`);
    return found;
  });
  if (read === undefined || write === undefined) throw new Error('both are there');
  expect([codeOf(read, false), codeOf(write, false), codeOf(write, true)]).toEqual([
    'permitted',
    'permission.readOnly',
    'permitted',
  ]);
  expect(codeOf({ ...read, onBehalf: 'never' }, true)).toBe('permission.notOnBehalf');
});
