import {
  type CallOptions,
  type Customer,
  type PartnerCenterClient,
  PartnerCenterHttpError,
} from '@licence-portal/partner-center';
import { hasValidAgreement } from '../agreement/read-agreements.ts';
import { isTenantId, QUALIFICATIONS, type Qualification, tenantDomainFrom } from '../rules.ts';

/** A tenant by the name that people know: its initial domain, or its id. */
export type TenantName = Readonly<{ domain: string } | { tenantId: string }>;

/** @returns undefined for text that is neither a domain nor a tenant id */
export function tenantNameFrom(typed: string): TenantName | undefined {
  if (isTenantId(typed)) return { tenantId: typed.trim().toLowerCase() };
  const domain = tenantDomainFrom(typed);
  return domain === undefined ? undefined : { domain };
}

/** The name as it is stored: Microsoft shows nothing more before the proof. */
export function storedNameOf(name: TenantName): string {
  return 'domain' in name ? name.domain : name.tenantId;
}

/** The names under which the tenant of a customer may be claimed. */
export function namesOf({ id, companyProfile }: Customer): string[] {
  const names = [id, companyProfile.tenantId, companyProfile.domain];
  return [...new Set(names.flatMap((name) => (name === undefined ? [] : [name.toLowerCase()])))];
}

/**
 * The customer with this tenant, as Microsoft lists it; undefined when the provider is not its reseller. The number of
 * calls does not depend on it.
 */
export async function findCustomer(
  client: PartnerCenterClient,
  name: TenantName,
  options: CallOptions,
): Promise<Customer | undefined> {
  const customer =
    'domain' in name
      ? await findByDomain(client, name.domain, options)
      : await findById(client, name.tenantId, options);
  return customer?.relationshipToPartner?.toLowerCase() === 'none' ? undefined : customer;
}

async function findByDomain(client: PartnerCenterClient, domain: string, options: CallOptions) {
  for await (const page of client.customers.pages({ startsWith: { field: 'Domain', value: domain } }, options)) {
    const customer = page.items.find(({ companyProfile }) => companyProfile.domain?.toLowerCase() === domain);
    if (customer !== undefined) return customer;
  }
  return undefined;
}

/**
 * @source Partner Center, "Get a customer by ID": a company that is none of our customers is not found, or forbidden
 */
async function findById(client: PartnerCenterClient, tenantId: string, options: CallOptions) {
  try {
    return await client.customers.get(tenantId, options);
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && (error.status === 404 || error.status === 403)) return undefined;
    throw error;
  }
}

/** What the portal stores of a customer, once the tenant is proven to be the account's. */
export type CustomerReading = Readonly<{
  customer: Customer;
  isAgreementConfirmed: boolean;
  qualification: Qualification;
}>;

/** @param refusedAt  when Microsoft last refused an order for want of a valid agreement */
export async function readCustomer(
  client: PartnerCenterClient,
  given: { customerId: string; refusedAt: Temporal.Instant | null; now: Temporal.Instant },
  options: CallOptions,
): Promise<CustomerReading> {
  const { customerId } = given;
  const customer = await client.customers.get(customerId, options);
  const isAgreementConfirmed = await hasValidAgreement(client, given, options);
  const qualifications = await client.qualifications.list(customerId, options);
  const approved = qualifications.find(({ vettingStatus }) => vettingStatus?.toLowerCase() === 'approved');
  const qualification = QUALIFICATIONS.find((known) => known === approved?.qualification) ?? 'None';
  return { customer, isAgreementConfirmed, qualification };
}
