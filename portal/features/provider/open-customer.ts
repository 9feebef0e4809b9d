import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { creditBalance, owedOnAccount } from '#features/billing/billing.ts';
import { person } from '#features/sign-in/sign-in.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { statusOf, USER_STATUSES } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { type CustomerRow, getCustomerRow } from './customer-row.ts';
import { listRecentRecords } from './list-recent-records.ts';

/** More than fit on a screen; the rest is found by searching. */
const ROWS_SHOWN_MAX = 100;

const Text = z.string().nullable();
const FactValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * All that one needs when a customer calls, except the orders, which `orders.listAllOrders` lists. Whoever opens it reads data of
 * another company, so each opening leaves a record in that company's audit.
 */
export const openCustomer = operation({
  name: 'provider.openCustomer',
  kind: 'write',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ accountId: idOf('account') }),
  output: z.object({
    customer: z.object({
      id: z.string(),
      name: z.string(),
      status: z.enum(['active', 'closed']),
      vatNumber: Text,
      taxCode: Text,
      addressLine: Text,
      city: Text,
      province: Text,
      postalCode: Text,
      phone: Text,
      billingEmail: Text,
      createdAt: InstantText,
    }),
    payment: z.object({
      /** Gross, all of it. */
      creditBalance: MoneyWire,
      owed: MoneyWire,
      creditLimit: MoneyWire,
      approvalAbove: MoneyWire.nullable(),
    }),
    people: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        login: z.string(),
        email: z.string(),
        phone: Text,
        role: z.enum(['serviceUser', 'administrator', 'provider']),
        status: z.enum(USER_STATUSES),
        hint: z.enum(['passwordNotSet', 'linkExpired']).nullable(),
      }),
    ),
    tenants: z.array(z.object({ id: z.string(), domain: z.string(), status: z.string(), microsoftCustomerId: Text })),
    subscriptions: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: z.string(),
        seatCount: z.number().int(),
        termDuration: z.string(),
        billingCycle: z.string(),
        endsOn: DateText,
        termEndOutcome: z.string(),
        /** Null when it has passed, or the vendor does not say. */
        cancellationAllowedUntil: InstantText.nullable(),
        vendorSubscriptionId: z.string(),
      }),
    ),
    records: z.array(
      z.object({
        id: z.string(),
        event: z.string(),
        facts: FactValues,
        personName: Text,
        /** How often in a row; 1 or more. */
        times: z.number().int(),
        /** The last time. */
        createdAt: InstantText,
      }),
    ),
  }),
  refusals: ['provider.customer.notFound'],
  async run(context, { accountId }) {
    const { tx, clock, audit } = context;
    const row = await getCustomerRow(tx, accountId);
    const opened = {
      customer: detailsOf(row),
      payment: await paymentOf(context, row),
      people: await peopleOf(tx, accountId, clock.now()),
      tenants: await tenantsOf(tx, accountId),
      subscriptions: await subscriptionsOf(tx, accountId, clock.now()),
      records: await listRecentRecords(tx, accountId),
    };
    await audit.record('provider.customerOpened', {}, accountId);
    return opened;
  },
});

function detailsOf(row: CustomerRow) {
  const { id, name, status, vatNumber, taxCode, addressLine, city, province, postalCode, phone, billingEmail } = row;
  return {
    ...{ id, name, status, vatNumber, taxCode, addressLine, city, province, postalCode, phone, billingEmail },
    createdAt: row.createdAt.toString(),
  };
}

async function paymentOf(context: OperationContext, { id, currency, creditLimit, approvalAbove }: CustomerRow) {
  return {
    creditBalance: moneyWire({ amount: await creditBalance(context.tx, id), currency }),
    owed: moneyWire({ amount: await owedOnAccount(context, id), currency }),
    creditLimit: moneyWire({ amount: creditLimit, currency }),
    approvalAbove: approvalAbove && moneyWire({ amount: approvalAbove, currency }),
  };
}

async function peopleOf(tx: Tx, accountId: AccountId, clockNow: Temporal.Instant) {
  const times = { clockNow, machineNow: Temporal.Now.instant() };
  const rows = await tx
    .select()
    .from(person)
    .where(and(eq(person.accountId, accountId), isNull(person.removedAt)))
    .orderBy(asc(person.role), asc(person.lastName), asc(person.firstName))
    .limit(ROWS_SHOWN_MAX);
  return rows.map((row) => ({
    id: row.id,
    name: `${row.firstName} ${row.lastName}`,
    login: row.login ?? '',
    email: row.email,
    phone: row.phone,
    role: row.role,
    ...statusOf(row, times),
  }));
}

function tenantsOf(tx: Tx, accountId: AccountId) {
  return tx
    .select({
      id: tenant.id,
      domain: tenant.domain,
      status: tenant.status,
      microsoftCustomerId: tenant.microsoftCustomerId,
    })
    .from(tenant)
    .where(eq(tenant.accountId, accountId))
    .orderBy(asc(tenant.domain));
}

async function subscriptionsOf(tx: Tx, accountId: AccountId, now: Temporal.Instant) {
  const rows = await tx
    .select()
    .from(subscription)
    .where(eq(subscription.accountId, accountId))
    .orderBy(asc(subscription.endsBefore), asc(subscription.name))
    .limit(ROWS_SHOWN_MAX);
  return rows.map((row) => {
    const until = row.cancellationAllowedUntil;
    const isOpen = until !== null && Temporal.Instant.compare(now, until) < 0;
    return {
      id: row.id,
      name: row.name,
      status: row.isSuspended ? 'suspended' : row.status,
      seatCount: row.seatCount,
      termDuration: row.termDuration,
      billingCycle: row.billingCycle,
      endsOn: row.endsBefore.subtract({ days: 1 }).toString(),
      termEndOutcome: row.termEndOutcome,
      cancellationAllowedUntil: isOpen ? until.toString() : null,
      vendorSubscriptionId: row.vendorSubscriptionId,
    };
  });
}
