import type { Fields } from './json.ts';
import type { CustomerRecord } from './state.ts';
import { link } from './wire-json.ts';
import type { World } from './world.ts';

type TenantFacts = Readonly<{
  id: string;
  /** The whole initial domain: `contoso.onmicrosoft.com`. */
  domain: string;
  companyName: string;
  email: string;
  culture: string;
  language: string;
  organizationRegistrationNumber?: string;
  /** Verified domains beside the initial one. */
  customDomains?: readonly string[];
  /** In the shape of the answer. */
  address: Fields;
  relationshipToPartner: 'reseller' | 'none';
}>;

/**
 * A Microsoft tenant, in the shape of the answer.
 *
 * @source Partner Center, "Create a customer" and "Get a customer by ID"
 */
export function newTenant(world: World, facts: TenantFacts): CustomerRecord {
  const self = `/customers/${facts.id}`;
  const customer = {
    id: facts.id,
    commerceId: world.newGuid(),
    companyProfile: {
      tenantId: facts.id,
      domain: facts.domain,
      companyName: facts.companyName,
      ...(facts.organizationRegistrationNumber === undefined
        ? {}
        : { organizationRegistrationNumber: facts.organizationRegistrationNumber }),
      address: facts.address,
      email: facts.email,
      links: { self: link(`${self}/profiles/company`) },
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    billingProfile: {
      id: world.newGuid(),
      email: facts.email,
      culture: facts.culture,
      language: facts.language,
      companyName: facts.companyName,
      defaultAddress: facts.address,
      links: { self: link(`${self}/profiles/billing`) },
      attributes: { etag: world.newGuid(), objectType: 'CustomerBillingProfile' },
    },
    relationshipToPartner: facts.relationshipToPartner,
    allowDelegatedAccess: facts.relationshipToPartner === 'reseller',
    customDomains: [facts.domain, ...(facts.customDomains ?? [])],
    links: { self: link(self) },
    attributes: { objectType: 'Customer' },
  };
  return {
    customer,
    domain: facts.domain,
    companyName: facts.companyName,
    directSigned: false,
    agreements: [],
    qualifications: [],
    carts: {},
    orders: {},
    subscriptions: {},
    users: {},
  };
}

/** A person of a tenant, in the shape of the answer. @source Partner Center, "Create user accounts for a customer" */
export function newUser(
  id: string,
  facts: Readonly<{
    userPrincipalName: string;
    displayName: string;
    firstName: string;
    lastName: string;
    usageLocation: string;
  }>,
) {
  const resource = {
    id,
    ...facts,
    userDomainType: 'managed',
    state: 'active',
    attributes: { objectType: 'CustomerUser' },
  };
  return { resource, licences: [] };
}
