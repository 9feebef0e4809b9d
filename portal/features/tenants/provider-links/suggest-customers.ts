import type { CallOptions, Customer, PartnerCenterClient } from '@licence-portal/partner-center';
import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from '../call-microsoft.ts';
import { findCustomer, namesOf, tenantNameFrom } from '../proof/microsoft-customer.ts';
import { OPEN_CLAIMS_MAX } from '../proof/proof-rules.ts';
import { tenant } from '../tables.ts';
import { TenantOutput } from '../tenant-output.ts';
import { getCustomerAccount } from './customer-account.ts';
import { isSameName, isSameNumber, searchedNameOf } from './suggestion-rules.ts';

/** Customers at Microsoft that are read in full for one suggestion. */
const CANDIDATES_MAX = 10;

const Match = z.enum(['claim', 'vatNumber', 'name']);

export const suggestCustomers = ask({
  name: 'tenants.suggestCustomers',
  description:
    'Suggests which Microsoft customers of the provider belong to a customer account: those that it claims by their ' +
    'domain or tenant id, and those with its name or VAT number. The best match comes first.',
  permission: 'provider.read',
  scope: 'provider',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({ accountId: AccountId.describe('The customer account.') }),
  output: z.object({
    accountName: z.string().describe('Name of the customer account.'),
    vatNumber: z.string().nullable().describe('VAT number of the customer account.'),
    tenants: z
      .array(
        z.object({
          tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
          domain: z.string().describe('Its domain, or the tenant id that was typed.'),
          status: TenantOutput.shape.status,
          proof: TenantOutput.shape.proof,
        }),
      )
      .describe('Microsoft accounts of the customer account in the portal.'),
    candidates: z
      .array(
        z.object({
          microsoftCustomerId: z.string().describe('Id of the customer at Microsoft.'),
          companyName: z.string().describe('Name of the company at Microsoft.'),
          domain: z.string().describe('Initial domain at Microsoft.'),
          registrationNumber: z.string().nullable().describe('Organisation registration number at Microsoft.'),
          matches: z.array(Match).describe('What is equal: the claim, the VAT number, the name.'),
          linkedTo: z
            .object({
              accountId: AccountId.describe('The account.'),
              name: z.string().describe('Its name.'),
            })
            .nullable()
            .describe('The account that it is linked with already; null: none.'),
        }),
      )
      .nullable()
      .describe('Customers at Microsoft, the best match first; null when Microsoft does not answer.'),
  }),
  refusals: ['tenants.accountNotFound'],
  async run(context, { accountId }) {
    const { company, rows } = await context.inTransaction((inside) => ownOf(inside, accountId));
    const claimedNames = rows.filter(({ status }) => status === 'claimed').map(({ domain }) => domain);
    const customers = await findOrNothing(() =>
      callMicrosoft(context, ({ client }, options) =>
        findCandidates(client, { claimedNames, companyName: company.name }, options),
      ),
    );
    const links = await context.inTransaction((inside) => linksOf(inside, customers ?? []));
    const candidates = customers?.map((customer) => {
      const matches = matchesOf(customer, { claimedNames, company });
      return { ...outputOf(customer), matches, linkedTo: links.get(customer.id) ?? null };
    });
    const matching = candidates?.filter(({ matches }) => matches.length > 0);
    return {
      accountName: company.name,
      vatNumber: company.vatNumber,
      tenants: rows.map(({ id, domain, status, proof }) => ({ tenantId: id, domain, status, proof })),
      candidates: matching?.toSorted((one, other) => other.matches.length - one.matches.length) ?? null,
    };
  },
});

/** The provider can link by name without suggestions: a Microsoft that does not answer leaves them out. */
async function findOrNothing<Found>(find: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await find();
  } catch (error) {
    if (isRefusal(error) && error.code === 'tenants.microsoftDoesNotAnswer') return undefined;
    throw error;
  }
}

async function ownOf({ tx }: OperationContext, accountId: AccountId) {
  const company = await getCustomerAccount(tx, accountId);
  const rows = await tx
    .select({ id: tenant.id, domain: tenant.domain, status: tenant.status, proof: tenant.proof })
    .from(tenant)
    .where(eq(tenant.accountId, accountId))
    .orderBy(tenant.createdAt);
  return { company, rows };
}

/** Customers by claim and by name, each with its company profile: the list does not have the registration number. */
async function findCandidates(
  client: PartnerCenterClient,
  given: { claimedNames: readonly string[]; companyName: string },
  options: CallOptions,
): Promise<Customer[]> {
  const names = given.claimedNames.slice(0, OPEN_CLAIMS_MAX).map(tenantNameFrom);
  const claimed = await Promise.all(names.map((name) => name && findCustomer(client, name, options)));
  const searched = searchedNameOf(given.companyName);
  const named =
    searched === undefined
      ? []
      : (
          await client.customers.list(
            { size: CANDIDATES_MAX, startsWith: { field: 'CompanyName', value: searched } },
            options,
          )
        ).items;
  const found = new Map<string, Customer>();
  for (const customer of [...claimed, ...named]) if (customer !== undefined) found.set(customer.id, customer);
  const chosen = [...found.values()].slice(0, CANDIDATES_MAX);
  return Promise.all(
    chosen.map(async (customer) => ({
      ...customer,
      companyProfile: {
        ...customer.companyProfile,
        ...(await client.customers.getCompanyProfile(customer.id, options)),
      },
    })),
  );
}

function matchesOf(
  customer: Customer,
  { claimedNames, company }: { claimedNames: readonly string[]; company: typeof account.$inferSelect },
): z.infer<typeof Match>[] {
  const { companyName, organizationRegistrationNumber } = customer.companyProfile;
  const names = namesOf(customer);
  return [
    ...(claimedNames.some((name) => names.includes(name)) ? (['claim'] as const) : []),
    ...(isSameNumber(company.vatNumber, organizationRegistrationNumber, company.country)
      ? (['vatNumber'] as const)
      : []),
    ...(isSameName(company.name, companyName) ? (['name'] as const) : []),
  ];
}

function outputOf({ id, companyProfile }: Customer) {
  return {
    microsoftCustomerId: id,
    companyName: companyProfile.companyName ?? '',
    domain: companyProfile.domain ?? '',
    registrationNumber: companyProfile.organizationRegistrationNumber ?? null,
  };
}

async function linksOf({ tx }: OperationContext, customers: readonly Customer[]) {
  if (customers.length === 0) return new Map<string, { accountId: AccountId; name: string }>();
  const ids = customers.map(({ id }) => id as Id<'microsoftCustomer'>);
  const rows = await tx
    .select({ customerId: tenant.microsoftCustomerId, accountId: account.id, name: account.name })
    .from(tenant)
    .innerJoin(account, eq(account.id, tenant.accountId))
    .where(inArray(tenant.microsoftCustomerId, ids));
  return new Map(rows.map(({ customerId, accountId, name }) => [String(customerId), { accountId, name }]));
}
