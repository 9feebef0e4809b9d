import type { Fields, Json } from './json.ts';
import { isDomainTaken, isTenantDomain, rulesOf } from './onboarding-routes.ts';
import { PartnerError } from './partner-error.ts';
import { requestedFailureIn } from './requested-failures.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CustomerRecord } from './state.ts';
import { newTenant } from './tenant.ts';
import { fieldsOf, link, optionalText, text, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

export const customerRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers',
    token: 'appOrUser',
    audit: { operation: 'add_customer', resource: 'customer' },
    source: 'Create a customer',
    handle: createCustomer,
  },
  {
    method: 'GET',
    path: '/v1/customers',
    token: 'appOrUser',
    source: 'Get a list of customers',
    handle: listCustomers,
  },
  {
    method: 'GET',
    path: '/v1/customers/relationshiprequests',
    token: 'appUser',
    source: 'Retrieve a relationship request URL',
    handle: relationshipRequest,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId',
    token: 'appOrUser',
    source: 'Get a customer by ID',
    handle: (call) => ok(call.customer().customer),
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customerId',
    token: 'appOrUser',
    audit: { operation: 'remove_partner_customer_relationship', resource: 'partner_customer_relationship' },
    source: 'Remove a reseller relationship with a customer',
    handle: removeRelationship,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/profiles/company',
    token: 'appOrUser',
    source: "Get a customer's company profile",
    handle: (call) => ok(call.customer().customer.companyProfile ?? {}),
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/profiles/billing',
    token: 'appOrUser',
    source: "Get a customer's billing profile",
    handle: (call) => ok(call.customer().customer.billingProfile ?? {}),
  },
  {
    method: 'PUT',
    path: '/v1/customers/:customerId/profiles/billing',
    token: 'appOrUser',
    audit: { operation: 'update_customer_billing_profile', resource: 'customer' },
    source: "Update a customer's billing profile",
    handle: replaceBillingProfile,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/validationStatus',
    token: 'appUser',
    source: "Get a customer's validation status",
    handle: validationStatus,
  },
];

const DEFAULT_PAGE_SIZE = 500;

function createCustomer(call: Call): Answer {
  const body = call.body();
  const companyProfile = fieldsOf(body.companyProfile, 'companyProfile');
  const billingProfile = fieldsOf(body.billingProfile, 'billingProfile');
  const domain = text(companyProfile, 'domain').toLowerCase();
  if (!isTenantDomain(domain) || isDomainTaken(call, domain)) throw new PartnerError(3000, ['domain']);
  const organizationRegistrationNumber = optionalText(companyProfile, 'organizationRegistrationNumber');
  const address = addressFrom(billingProfile);
  if (organizationRegistrationNumber !== undefined) throw new PartnerError(600002, ['organizationRegistrationNumber']);

  const { world } = call;
  const id = world.newGuid();
  const record = newTenant(world, {
    id,
    domain,
    companyName: text(billingProfile, 'companyName'),
    email: text(billingProfile, 'email'),
    culture: text(billingProfile, 'culture'),
    language: text(billingProfile, 'language'),
    address,
    relationshipToPartner: 'reseller',
  });
  world.state.customers[id] = record;
  world.customersByName = undefined;
  return created({
    ...record.customer,
    enableGDAPByDefault: body.enableGDAPByDefault === true,
    // Shown only once, and not stored.
    userCredentials: { userName: 'admin', password: `Sim-${world.newGuid().slice(0, 8)}!` },
  });
}

function addressFrom(billingProfile: Fields): Fields {
  const address = fieldsOf(billingProfile.defaultAddress, 'defaultAddress');
  for (const name of ['firstName', 'lastName', 'addressLine1', 'city', 'postalCode']) text(address, name);
  const country = text(address, 'country').toUpperCase();
  const rules = rulesOf(country);
  if (!new RegExp(rules.postalCodeRegex).test(text(address, 'postalCode')))
    throw new PartnerError(3000, ['postalCode']);
  if (rules.states.length > 0 && !rules.states.includes(text(address, 'state')))
    throw new PartnerError(3000, ['state']);
  return { ...address, country };
}

/**
 * Customers with a relationship, by company name, page by page. A request for the next page has `seekOperation=Next`
 * and the token of the last answer.
 */
function listCustomers(call: Call): Answer {
  const size = pageSize(call.query('size'));
  const matches = matcher(call.query('filter'));
  const everyone = customersByName(call.world);
  const all = call.query('filter') === undefined ? everyone : everyone.filter(matches);
  const start = startAfter(all, call.header('MS-ContinuationToken'));
  const page = all.slice(start, start + size);
  const last = page.at(-1);
  const hasMore = last !== undefined && start + size < all.length;
  const filter = call.query('filter');
  const uri = `/customers?size=${size}${filter === undefined ? '' : `&filter=${encodeURIComponent(filter)}`}`;
  return ok({
    totalCount: page.length,
    items: page.map((record) => summaryOf(record)),
    links: {
      self: link(uri),
      ...(hasMore
        ? {
            next: {
              uri: `${uri}&seekOperation=Next`,
              method: 'GET',
              headers: [{ key: 'MS-ContinuationToken', value: continuationAfter(last) }],
            },
          }
        : {}),
    },
    attributes: { objectType: 'Collection' },
  });
}

/** Sorted once, and again after a customer is added, renamed or removed. */
function customersByName(world: World): readonly CustomerRecord[] {
  world.customersByName ??= Object.values(world.state.customers)
    .filter((record) => record.customer.relationshipToPartner === 'reseller')
    .toSorted((a, b) => ORDER.compare(a.companyName, b.companyName) || (a.customer.id < b.customer.id ? -1 : 1));
  return world.customersByName;
}

const ORDER = new Intl.Collator('en');

function summaryOf(record: CustomerRecord): Json {
  const { id, companyProfile, relationshipToPartner, allowDelegatedAccess, links, attributes } = record.customer;
  return {
    id,
    companyProfile: companyProfile ?? {},
    relationshipToPartner,
    allowDelegatedAccess: allowDelegatedAccess ?? false,
    links: links ?? {},
    attributes: attributes ?? {},
  };
}

/** Microsoft's own SDK sends `size=0` for the default size. */
function pageSize(requested: string | undefined): number {
  if (requested === undefined || requested === '0') return DEFAULT_PAGE_SIZE;
  const size = Number(requested);
  if (!Number.isSafeInteger(size) || size < 0) throw new PartnerError(800002, ['size']);
  return Math.min(size, DEFAULT_PAGE_SIZE);
}

function matcher(filter: string | undefined): (record: CustomerRecord) => boolean {
  if (filter === undefined) return () => true;
  const requested = filterFrom(filter);
  const value = requested.value.toLowerCase();
  const filteredText = (record: CustomerRecord) =>
    (requested.field === 'domain' ? record.domain : record.companyName).toLowerCase();
  return (record) => (requested.exact ? filteredText(record) === value : filteredText(record).startsWith(value));
}

/** `{"Field":"CompanyName"|"Domain","Value":"x","Operator":"starts_with"}`, names in any case. */
function filterFrom(filter: string): { field: string; value: string; exact: boolean } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(filter);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PartnerError(800002, ['filter']);
    throw error;
  }
  if (parsed === null || typeof parsed !== 'object') throw new PartnerError(800002, ['filter']);
  const named = new Map(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const field = named.get('field')?.toLowerCase() ?? '';
  const value = named.get('value');
  if (!['companyname', 'domain'].includes(field) || value === undefined) throw new PartnerError(800002, ['filter']);
  return { field, value, exact: named.get('operator')?.toLowerCase() === 'equals' };
}

function continuationAfter(record: CustomerRecord): string {
  return Buffer.from(record.customer.id).toString('base64url');
}

function startAfter(all: readonly CustomerRecord[], token: string | undefined): number {
  if (token === undefined) return 0;
  const id = Buffer.from(token, 'base64url').toString();
  const index = all.findIndex((record) => record.customer.id === id);
  if (index === -1) throw new PartnerError(800002, ['MS-ContinuationToken']);
  return index + 1;
}

/**
 * The link that a customer opens to accept the partner as reseller. Microsoft's page is in the admin centre; here it is
 * a page of the control API.
 */
function relationshipRequest(call: Call): Answer {
  const { partnerTenantId } = call.world.settings;
  const query = `invType=ResellerRelationship&partnerId=${partnerTenantId}&msppId=0&DAP=false`;
  return ok({
    url: `${call.origin}/control/partner-invitation?${query}`,
    attributes: { objectType: 'RelationshipRequest' },
  });
}

function removeRelationship(call: Call): Answer {
  const record = call.customer();
  const wanted = text(call.body(), 'relationshipToPartner').toLowerCase();
  if (wanted !== 'none') throw new PartnerError(900126, [wanted]);
  const stillBought = Object.values(record.subscriptions).some(({ resource }) => resource.status === 'active');
  if (stillBought) throw new PartnerError(900280, [record.customer.id]);
  record.customer.relationshipToPartner = 'none';
  call.world.customersByName = undefined;
  record.customer.allowDelegatedAccess = false;
  return ok(record.customer);
}

function replaceBillingProfile(call: Call): Answer {
  const record = call.customer();
  const current = fieldsOf(record.customer.billingProfile);
  const etag = text(fieldsOf(current.attributes), 'etag');
  const ifMatch = call.header('If-Match')?.replaceAll('"', '');
  // Documented as required; Microsoft's own SDKs send none, and are answered.
  if (ifMatch !== undefined && ifMatch !== etag) throw new PartnerError(2055);
  const body = call.body();
  for (const name of ['email', 'culture', 'language', 'companyName']) text(body, name);
  const next: Fields = {
    ...body,
    id: current.id ?? null,
    defaultAddress: addressFrom(body),
    links: current.links ?? {},
    attributes: { etag: call.world.newGuid(), objectType: 'CustomerBillingProfile' },
  };
  record.customer.billingProfile = next;
  record.companyName = text(body, 'companyName');
  call.world.customersByName = undefined;
  const companyProfile = fieldsOf(record.customer.companyProfile);
  record.customer.companyProfile = { ...companyProfile, companyName: record.companyName };
  return ok(next);
}

function validationStatus(call: Call): Answer {
  const type = call.query('type')?.toLowerCase();
  if (type !== undefined && type !== 'account') throw new PartnerError(900126, [type]);
  const record = call.customer();
  const underReview = requestedFailureIn(record.companyName) === 'underReview';
  return ok({
    type: 'account',
    status: underReview ? 'underReview' : 'allowed',
    lastUpdateDateTime: wireInstant(call.now),
    attributes: { objectType: 'ValidationStatus' },
  });
}
