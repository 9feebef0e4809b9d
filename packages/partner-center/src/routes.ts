/**
 * Every route that the client can call, with the token it needs. A simulator that answers all of these can serve the
 * client.
 *
 * Token needs are those of Partner Center's page on each call ("App+User", "App only" or "App / App+User"). What
 * Partner Center cannot do in a customer's directory goes to Microsoft Graph, as the same person.
 */
export const ROUTES = {
  listProducts: get('v1/products', 'any', 'Get a list of products'),
  getProduct: get('v1/products/{productId}', 'any', 'Get a product by ID'),
  listSkus: get('v1/products/{productId}/skus', 'any', 'Get a list of SKUs for a product'),
  getSku: get('v1/products/{productId}/skus/{skuId}', 'any', 'Get a SKU by ID'),
  listAvailabilities: get(
    'v1/products/{productId}/skus/{skuId}/availabilities',
    'any',
    'Get a list of availabilities for a SKU',
  ),
  getAvailability: get(
    'v1/products/{productId}/skus/{skuId}/availabilities/{availabilityId}',
    'any',
    'Get an availability by ID',
  ),
  listCustomerProducts: get('v1/customers/{customerId}/products', 'any', 'Get a list of products by customer'),
  getCustomerProduct: get('v1/customers/{customerId}/products/{productId}', 'any', 'Get a product by ID by customer'),
  listCustomerSkus: get(
    'v1/customers/{customerId}/products/{productId}/skus',
    'any',
    'Get a list of SKUs for a product by customer',
  ),
  getCustomerSku: get(
    'v1/customers/{customerId}/products/{productId}/skus/{skuId}',
    'any',
    'Get a SKU by ID by customer',
  ),
  listCustomerAvailabilities: get(
    'v1/customers/{customerId}/products/{productId}/skus/{skuId}/availabilities',
    'any',
    'Get a list of availabilities for a SKU by customer',
  ),
  getCustomerAvailability: get(
    'v1/customers/{customerId}/products/{productId}/skus/{skuId}/availabilities/{availabilityId}',
    'any',
    'Get an availability by ID by customer',
  ),

  listPromotions: get('v1/productpromotions', 'any', 'Get a list of product promotions'),
  getPromotion: get('v1/productpromotions/{promotionId}', 'any', 'Get a product promotion by ID'),
  checkPromotionEligibilities: route(
    'POST',
    'v1/customers/{customerId}/promotionEligibilities',
    'any',
    'Verify promotion eligibility',
  ),

  checkDomain: route('HEAD', 'v1/domains/{domain}', 'any', 'Verify domain availability'),
  validateAddress: route('POST', 'v1/validations/address', 'any', 'Validate an address'),
  getCountryValidationRules: get(
    'v1/countryvalidationrules/{country}',
    'any',
    'Get address formatting rules for a market',
  ),

  createCustomer: route('POST', 'v1/customers', 'any', 'Create a customer'),
  listCustomers: get('v1/customers', 'any', 'Get a list of customers'),
  getCustomer: get('v1/customers/{customerId}', 'any', 'Get a customer by ID'),
  getBillingProfile: get('v1/customers/{customerId}/profiles/billing', 'any', "Get a customer's billing profile"),
  updateBillingProfile: route(
    'PUT',
    'v1/customers/{customerId}/profiles/billing',
    'any',
    "Update a customer's billing profile",
  ),
  endRelationship: route('PATCH', 'v1/customers/{customerId}', 'any', 'Remove a reseller relationship with a customer'),
  getCompanyProfile: get('v1/customers/{customerId}/profiles/company', 'any', "Get a customer's company profile"),
  getRelationshipRequest: get('v1/customers/relationshiprequests', 'appUser', 'Request a reseller relationship'),
  getValidationStatus: get(
    'v1/customers/{customerId}/validationStatus',
    'appUser',
    "Get a customer's account validation status",
  ),

  listAgreementTemplates: get('v1/agreements', 'appUser', 'Get agreement metadata'),
  getAgreementDocument: get(
    'v1/agreementtemplates/{templateId}/document',
    'appUser',
    'Get a download link for the Microsoft Customer Agreement template',
  ),
  listAgreements: get(
    'v1/customers/{customerId}/agreements',
    'appUser',
    'Get confirmation of customer acceptance of Microsoft Customer Agreement',
  ),
  createAttestation: route(
    'POST',
    'v1/attestations/enhanced',
    'app',
    'Confirm customer acceptance of Microsoft Customer Agreement',
  ),
  getAttestation: get(
    'v1/attestations/enhanced/{attestationId}',
    'app',
    'Confirm customer acceptance of Microsoft Customer Agreement',
  ),
  createAgreement: route(
    'POST',
    'v1/customers/{customerId}/agreements',
    'appUser',
    'Confirm customer acceptance of Microsoft Customer Agreement',
  ),
  /** Retired on 5 January 2026. */
  confirmAgreement: route(
    'POST',
    'v1/customers/{customerId}/agreements',
    'appUser',
    'Confirm customer acceptance of Microsoft Customer Agreement',
  ),
  getDirectSignedStatus: get(
    'v1/customers/{customerId}/directSignedMicrosoftCustomerAgreementStatus',
    'appUser',
    'Get the status of direct signing of the Microsoft Customer Agreement',
  ),

  listQualifications: get(
    'v1/customers/{customerId}/qualifications',
    'any',
    "Get a customer's qualification via asynchronous validation",
  ),
  requestQualification: route(
    'POST',
    'v1/customers/{customerId}/qualifications',
    'appUser',
    "Update a customer's qualification via asynchronous validation",
  ),

  createCart: route('POST', 'v1/customers/{customerId}/carts', 'any', 'Create a cart'),
  getCart: get('v1/customers/{customerId}/carts/{cartId}', 'any', 'Get a cart'),
  updateCart: route('PUT', 'v1/customers/{customerId}/carts/{cartId}', 'any', 'Update a cart'),
  checkoutCart: route('POST', 'v1/customers/{customerId}/carts/{cartId}/checkout', 'any', 'Check out a cart'),

  listOrders: get('v1/customers/{customerId}/orders', 'any', "Get all of a customer's orders"),
  getOrder: get('v1/customers/{customerId}/orders/{orderId}', 'any', 'Get an order by ID'),
  getOrderProvisioningStatus: get(
    'v1/customers/{customerId}/orders/{orderId}/provisioningstatus',
    'appUser',
    'Get order provisioning status',
  ),

  listSubscriptions: get('v1/customers/{customerId}/subscriptions', 'any', "Get all of a customer's subscriptions"),
  getSubscription: get('v1/customers/{customerId}/subscriptions/{subscriptionId}', 'any', 'Get a subscription by ID'),
  patchSubscription: route(
    'PATCH',
    'v1/customers/{customerId}/subscriptions/{subscriptionId}',
    'any',
    'Change the quantity of a subscription',
  ),
  listCustomTermEndDates: get(
    'v1/customers/{customerId}/subscriptions/customTermEndDates',
    'any',
    'Get a list of custom term end dates',
  ),
  getSubscriptionProvisioningStatus: get(
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/provisioningstatus',
    'appUser',
    'Get subscription provisioning status',
  ),
  getSupportContact: get(
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/supportcontact',
    'appUser',
    "Get a subscription's support contact",
  ),
  updateSupportContact: route(
    'PUT',
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/supportcontact',
    'appUser',
    "Update a subscription's support contact",
  ),

  listTransitionEligibilities: get(
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/transitionEligibilities',
    'any',
    'Transition a new commerce subscription',
  ),
  listTransitions: get(
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/transitions',
    'any',
    'Get all transitions for a subscription',
  ),
  startTransition: route(
    'POST',
    'v1/customers/{customerId}/subscriptions/{subscriptionId}/transitions',
    'any',
    'Transition a new commerce subscription',
  ),

  listUsers: get('v1/customers/{customerId}/users', 'appUser', 'Get a list of all user accounts for a customer'),
  getUser: get('v1/customers/{customerId}/users/{userId}', 'appUser', 'Get a user account by ID'),
  createUser: route('POST', 'v1/customers/{customerId}/users', 'appUser', 'Create user accounts for a customer'),
  updateUser: route(
    'PATCH',
    'v1/customers/{customerId}/users/{userId}',
    'appUser',
    'Update user accounts for a customer',
  ),
  deleteUser: route(
    'DELETE',
    'v1/customers/{customerId}/users/{userId}',
    'appUser',
    'Delete a user account for a customer',
  ),

  listDirectoryUsers: graph('GET', 'v1.0/users', 'Microsoft Graph, "List users"'),
  getDirectoryUser: graph('GET', 'v1.0/users/{userId}', 'Microsoft Graph, "Get a user"'),
  updateDirectoryUser: graph('PATCH', 'v1.0/users/{userId}', 'Microsoft Graph, "Update user"'),

  listSubscribedSkus: get('v1/customers/{customerId}/subscribedskus', 'appUser', 'Get a list of available licenses'),
  listUserLicenses: get(
    'v1/customers/{customerId}/users/{userId}/licenses',
    'appUser',
    'Check which licenses are assigned to a user',
  ),
  updateUserLicenses: route(
    'POST',
    'v1/customers/{customerId}/users/{userId}/licenseupdates',
    'appUser',
    'Assign licenses to a user',
  ),

  listDirectoryRoles: get('v1/customers/{customerId}/directoryroles', 'appUser', 'Get a list of directory roles'),
  listUserDirectoryRoles: get(
    'v1/customers/{customerId}/users/{userId}/directoryroles',
    'appUser',
    'Get user roles for a customer',
  ),
  listRoleMembers: get(
    'v1/customers/{customerId}/directoryroles/{roleId}/usermembers',
    'appUser',
    'Get user accounts by role',
  ),
  addRoleMember: route(
    'POST',
    'v1/customers/{customerId}/directoryroles/{roleId}/usermembers',
    'appUser',
    'Set user roles for a customer',
  ),
  removeRoleMember: route(
    'DELETE',
    'v1/customers/{customerId}/directoryroles/{roleId}/usermembers/{userId}',
    'appUser',
    'Remove a customer user from a role',
  ),

  listInvoices: get('v1/invoices', 'any', "Get a partner's invoices"),
  getInvoice: get('v1/invoices/{invoiceId}', 'appUser', 'Get an invoice by ID'),
  getInvoiceStatement: get('v1/invoices/{invoiceId}/documents/statement', 'appUser', 'Get invoice statement'),
  getInvoiceSummary: get('v1/invoices/summary', 'appUser', 'Get invoice summaries'),
  listInvoiceSummaries: get('v1/invoices/summaries', 'appUser', 'Get invoice summaries'),
  listInvoiceLines: get('v1/invoices/{invoiceId}/lineitems', 'any', 'Get invoice line items'),
  listUnbilledLines: get('v1/invoices/unbilled/lineitems', 'any', 'Get invoice unbilled reconciliation line items'),
  getServiceCosts: get(
    'v1/customers/{customerId}/servicecosts/mostrecent',
    'any',
    "Get a summary of a customer's service costs",
  ),
  listServiceCostLines: get(
    'v1/customers/{customerId}/servicecosts/mostrecent/lineitems',
    'any',
    "Get a customer's service costs line items",
  ),

  listAuditRecords: get('v1/auditrecords', 'any', 'Get a record of Partner Center activity'),
  getAuditRecord: get('v1/auditrecords/{auditId}', 'any', 'Partner Center webhook events'),

  listWebhookEvents: get('webhooks/v1/registration/events', 'any', 'Partner Center webhooks'),
  getWebhookRegistration: get('webhooks/v1/registration', 'any', 'Partner Center webhooks'),
  registerWebhook: route('POST', 'webhooks/v1/registration', 'any', 'Partner Center webhooks'),
  updateWebhookRegistration: route('PUT', 'webhooks/v1/registration', 'any', 'Partner Center webhooks'),
  sendWebhookTest: route('POST', 'webhooks/v1/registration/validationEvents', 'any', 'Partner Center webhooks'),
  getWebhookTest: get('webhooks/v1/registration/validationEvents/{correlationId}', 'any', 'Partner Center webhooks'),

  getPriceSheet: sales("v1.0/sales/pricesheets(Market='{market}',PricesheetView='{view}')/$value", 'Get a price sheet'),
  getOfferMatrix: sales("v1.0/sales/offermatrix(Month='{month}')/$value", 'Get an offer matrix'),
  getExchangeRates: sales("v1.0/sales/fxrates(Month='{month}')/$value", 'Get foreign exchange rates'),
} as const satisfies Record<string, Route>;

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * `any` is an app-only or an app+user token; the client then uses app-only. `app` is an app-only token and no other.
 * `appUser` is a token of a person who signed in with a second factor: with app-only Partner Center answers 403, code
 * 900329.
 */
export type TokenNeed = 'any' | 'app' | 'appUser';

/**
 * `api` is api.partnercenter.microsoft.com, `sales` is api.partner.microsoft.com (price sheets and the files beside
 * them), `graph` is graph.microsoft.com: the directory of a customer, with a token of the customer's tenant.
 */
export type Host = 'api' | 'sales' | 'graph';

export type Route<Path extends string = string> = Readonly<{
  method: Method;
  /** Below the host, with its version; names in braces are filled in by the caller. */
  path: Path;
  token: TokenNeed;
  host: Host;
  /** Title of Microsoft's page that documents the call; of Partner Center's, unless it names another product. */
  source: string;
}>;

/** The names in braces of a path. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

function get<Path extends string>(path: Path, token: TokenNeed, source: string): Route<Path> {
  return route('GET', path, token, source);
}

function sales<Path extends string>(path: Path, source: string) {
  return { ...get(path, 'appUser', source), host: 'sales' } as const;
}

function graph<Path extends string>(method: Method, path: Path, source: string) {
  return { ...route(method, path, 'appUser', source), host: 'graph' } as const;
}

function route<Path extends string>(method: Method, path: Path, token: TokenNeed, source: string): Route<Path> {
  return { method, path, token, host: 'api', source };
}
