import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { creditBalance, owedOnAccount } from '#features/billing/billing.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { PersonRoles, person, statusOf, USER_STATUSES } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf, PersonId } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { AuditFacts } from './audit-facts.ts';
import { type CustomerRow, getCustomerRow } from './customer-row.ts';
import { CUSTOMER_STATUSES } from './list-filters.ts';
import { listRecentRecords } from './list-recent-records.ts';
import { WhenCreditEnds } from './payment-terms.ts';

/** Rows of each list; the rest is found by searching. */
const ROWS_SHOWN_MAX = 100;

/** A text of the company's details; null where the company has not given it. */
const detail = (description: string) => z.string().nullable().describe(description);

const CustomerDetails = z
  .object({
    id: idOf('account').describe('The customer account.'),
    name: z.string().describe('Company name.'),
    status: z.enum(CUSTOMER_STATUSES).describe('Whether the account is active or closed.'),
    vatNumber: detail('VAT number.'),
    taxCode: detail('Tax code.'),
    addressLine: detail('Street and number.'),
    city: detail('City.'),
    province: detail('Province.'),
    postalCode: detail('Postal code.'),
    phone: detail('Telephone.'),
    billingEmail: detail('E-mail address for invoices.'),
    createdAt: InstantText.describe('When the customer was created.'),
  })
  .describe('Details of the company.');

const PaymentTerms = z
  .object({
    creditBalance: MoneyWire.describe('Balance of the prepaid credit, gross.'),
    owed: MoneyWire.describe('Open amount on account, gross.'),
    creditLimit: MoneyWire.describe('Most that may be owed on account, gross.'),
    approvalAbove: MoneyWire.nullable().describe('Gross amount above which orders wait for approval; null: none does.'),
    whenCreditEnds: WhenCreditEnds,
  })
  .describe('Payment terms and balances.');

const CustomerPerson = z.object({
  id: PersonId.describe('The person.'),
  name: z.string().describe('First and last name.'),
  login: z.string().describe('Login name.'),
  email: z.string().describe('E-mail address for signing in.'),
  phone: detail('Telephone.'),
  roles: PersonRoles,
  status: z.enum(USER_STATUSES).describe('Status of the login.'),
  hint: z.enum(['passwordNotSet', 'linkExpired']).nullable().describe('Second status beside the first, if any.'),
  hasSecondFactor: z.boolean().describe('True: the person signs in with a second factor.'),
});

const CustomerTenant = z.object({
  id: idOf('tenant').describe('The tenant.'),
  domain: z.string().describe('Its domain, `contoso.onmicrosoft.com`.'),
  status: z.string().describe('How far the tenant is set up.'),
  microsoftCustomerId: detail('Id of the customer at Microsoft; null until it exists there.'),
});

const CustomerSubscription = z.object({
  id: idOf('subscription').describe('The subscription.'),
  name: z.string().describe('Its name.'),
  status: z.string().describe('Its status, as the vendor reports it.'),
  seatCount: z.number().int().describe('Seats.'),
  termDuration: z.string().describe('Length of the term, ISO 8601: `P1Y`.'),
  billingCycle: z.string().describe('How often it is billed.'),
  endsOn: DateText.describe('Last day of the term.'),
  termEndOutcome: z.string().describe('What happens after the last day.'),
  cancellationAllowedUntil: InstantText.nullable().describe('Null when it has passed, or the vendor does not say.'),
  vendorSubscriptionId: z.string().describe('Its id at the vendor.'),
});

const CustomerRecord = z.object({
  id: idOf('auditRecord').describe('The latest audit record of the run.'),
  event: z.string().describe('Name of the event.'),
  text: z.string().describe('The event in words, in the caller’s language.'),
  facts: AuditFacts,
  personName: detail('Person who did it; null for the portal itself.'),
  times: z.number().int().describe('How often in a row, 1 or more.'),
  createdAt: InstantText.describe('When it happened for the last time.'),
});

export const openCustomer = operation({
  name: 'provider.openCustomer',
  description:
    'Returns everything that is needed when a customer calls, except the orders, which `orders.listAllOrders` ' +
    'lists. It shows data of another company, so each call leaves a record in the audit of that company.',
  kind: 'write',
  permission: 'provider.read',
  keyScope: 'read',
  scope: 'provider',
  input: z.object({ accountId: idOf('account').describe('The customer account.') }),
  output: z.object({
    customer: CustomerDetails,
    payment: PaymentTerms,
    people: z.array(CustomerPerson).describe('Up to 100 users, administrators first.'),
    tenants: z.array(CustomerTenant).describe('Microsoft accounts of the customer.'),
    subscriptions: z.array(CustomerSubscription).describe('Up to 100 subscriptions, the earliest end first.'),
    records: z.array(CustomerRecord).describe('Up to 15 recent events, the newest first.'),
  }),
  refusals: ['provider.customer.notFound'],
  async run(context, { accountId }) {
    const { tx, clock, audit } = context;
    const row = await getCustomerRow(tx, accountId);
    const opened = {
      customer: detailsOf(row),
      payment: await paymentOf(context, row),
      people: await peopleOf(context, accountId),
      tenants: await tenantsOf(tx, accountId),
      subscriptions: await subscriptionsOf(tx, accountId, clock.now()),
      records: await listRecentRecords(context, accountId),
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

async function paymentOf(
  context: OperationContext,
  { id, currency, creditLimit, approvalAbove, whenCreditEnds }: CustomerRow,
) {
  return {
    creditBalance: moneyWire({ amount: await creditBalance(context.tx, id), currency }),
    owed: moneyWire({ amount: await owedOnAccount(context, id), currency }),
    creditLimit: moneyWire({ amount: creditLimit, currency }),
    approvalAbove: approvalAbove && moneyWire({ amount: approvalAbove, currency }),
    whenCreditEnds,
  };
}

async function peopleOf({ tx, clock, services }: OperationContext, accountId: AccountId) {
  const times = { clockNow: clock.now(), machineNow: services.machineClock.now() };
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
    roles: row.roles,
    ...statusOf(row, times),
    hasSecondFactor: row.twoFactorEnabled,
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
