import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes } from './collection.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';
import { Address, type NewAddress } from './validations.ts';

/** @source Partner Center, "Customer resources" */
export const CompanyProfile = z.looseObject({
  tenantId: z.string().optional(),
  domain: z.string().optional(),
  companyName: z.string().optional(),
  address: Address.optional(),
  email: z.string().optional(),
  organizationRegistrationNumber: z.string().optional(),
});
export type CompanyProfile = Known<z.output<typeof CompanyProfile>>;

/** @source Partner Center, "Customer resources" */
export const BillingProfile = z.looseObject({
  id: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  /** `it-IT`. */
  culture: z.string().optional(),
  /** `it`. */
  language: z.string().optional(),
  companyName: z.string().optional(),
  defaultAddress: Address.optional(),
  attributes: Attributes.optional(),
});
export type BillingProfile = Known<z.output<typeof BillingProfile>>;

/** @source Partner Center, "Customer resources" */
export const Customer = z.looseObject({
  /** The tenant id. */
  id: z.string(),
  commerceId: z.string().optional(),
  companyProfile: CompanyProfile,
  billingProfile: BillingProfile.optional(),
  /** `reseller`, `none`, … */
  relationshipToPartner: z.string().optional(),
  allowDelegatedAccess: z.boolean().optional(),
  customDomains: z.array(z.string()).optional(),
  /** The first administrator of a new tenant. Microsoft shows the password once, in the answer to the creation. */
  userCredentials: z.looseObject({ userName: z.string(), password: z.string() }).optional(),
  attributes: Attributes.optional(),
});
export type Customer = Known<z.output<typeof Customer>>;

/** @source Partner Center, "Create a customer" */
export type NewCustomer = Readonly<{
  enableGDAPByDefault?: boolean;
  companyProfile: Readonly<{
    /** Whole: `contoso.onmicrosoft.com`. */
    domain: string;
    organizationRegistrationNumber?: string;
  }>;
  billingProfile: Readonly<{
    email: string;
    culture: string;
    language: string;
    companyName: string;
    defaultAddress: NewAddress & Readonly<{ firstName: string; lastName: string; phoneNumber?: string }>;
  }>;
}>;

export const RelationshipRequest = z.looseObject({ url: z.string() });
export type RelationshipRequest = Known<z.output<typeof RelationshipRequest>>;

/** @source Partner Center, "Get a customer's account validation status" */
export const ValidationStatus = z.looseObject({
  type: z.string().optional(),
  status: z.string(),
  lastUpdateDateTime: z.string().optional(),
});
export type ValidationStatus = Known<z.output<typeof ValidationStatus>>;

export type CustomerQuery = Readonly<{
  /** Rows a page. */
  size?: number;
  /** Only customers whose name or domain starts with this. */
  startsWith?: Readonly<{ field: 'CompanyName' | 'Domain'; value: string }>;
}>;

export function customerCalls(transport: Transport) {
  return {
    /** Creates a tenant and the reseller relationship with it. The answer holds the first administrator's password. */
    create: (customer: NewCustomer, options: CallOptions = {}) =>
      transport.read(ROUTES.createCustomer, { body: customer }, Customer, options),
    get: (customerId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getCustomer, { path: { customerId } }, Customer, options),
    list: (query: CustomerQuery = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listCustomers, { query: wireQuery(query) }, Customer, options),
    pages: (query: CustomerQuery = {}, options: CallOptions = {}) =>
      transport.pages(ROUTES.listCustomers, { query: wireQuery(query) }, Customer, options),
    /**
     * Ends the reseller relationship. Refused while the customer has active subscriptions.
     *
     * @source Partner Center, "Remove a reseller relationship with a customer"
     */
    endRelationship: (customerId: string, options: CallOptions = {}) =>
      transport.read(
        ROUTES.endRelationship,
        { path: { customerId }, body: { id: customerId, relationshipToPartner: 'none' } },
        Customer,
        options,
      ),
    getCompanyProfile: (customerId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getCompanyProfile, { path: { customerId } }, CompanyProfile, options),
    getBillingProfile: (customerId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getBillingProfile, { path: { customerId } }, BillingProfile, options),
    /**
     * Replaces the billing profile. Pass the one just read, with the changes in it: fields that are left out are
     * removed. Its etag is the `If-Match` that Partner Center demands.
     *
     * @source Partner Center, "Update a customer's billing profile"
     */
    updateBillingProfile: (customerId: string, profile: BillingProfile, options: CallOptions = {}) =>
      transport.read(ROUTES.updateBillingProfile, { path: { customerId }, body: profile }, BillingProfile, {
        ...options,
        ifMatch: options.ifMatch ?? profile.attributes?.etag,
      }),
    /** The address at which a customer that has a tenant accepts the partner as its reseller. */
    getRelationshipRequest: (options: CallOptions = {}) =>
      transport.read(ROUTES.getRelationshipRequest, {}, RelationshipRequest, options),
    /** The state of Microsoft's vetting of the customer's account. */
    getValidationStatus: (customerId: string, options: CallOptions = {}) =>
      transport.read(
        ROUTES.getValidationStatus,
        { path: { customerId }, query: { type: 'account' } },
        ValidationStatus,
        options,
      ),
  };
}

/** @source Partner Center, "Get a list of customers filtered by a search field" */
function wireQuery({ size, startsWith }: CustomerQuery) {
  if (startsWith === undefined) return { size };
  const filter = { Field: startsWith.field, Value: startsWith.value, Operator: 'starts_with' };
  return { size, filter: JSON.stringify(filter) };
}
