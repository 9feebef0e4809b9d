/**
 * Every route that the client can call, with the token it needs. A list to check against: a simulator that answers all
 * of these answers the client.
 *
 * Token needs are those of Partner Center's page on each call ("App+User" or "App / App+User").
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

  getPriceSheet: {
    ...get("v1.0/sales/pricesheets(Market='{market}',PricesheetView='{view}')/$value", 'appUser', 'Get a price sheet'),
    host: 'sales',
  },
} as const satisfies Record<string, Route>;

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * `any` is an app-only or an app+user token; the client then uses app-only. `appUser` is a token of a person who signed
 * in with a second factor: with app-only Partner Center answers 403, code 900329.
 */
export type TokenNeed = 'any' | 'appUser';

/** `api` is api.partnercenter.microsoft.com, `sales` is api.partner.microsoft.com (price sheets). */
export type Host = 'api' | 'sales';

export type Route<Path extends string = string> = Readonly<{
  method: Method;
  /** Below the host, with its version; names in braces are filled in by the caller. */
  path: Path;
  token: TokenNeed;
  host: Host;
  /** Title of Partner Center's page that documents the call. */
  source: string;
}>;

/** The names in braces of a path. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

function get<Path extends string>(path: Path, token: TokenNeed, source: string): Route<Path> {
  return route('GET', path, token, source);
}

function route<Path extends string>(method: Method, path: Path, token: TokenNeed, source: string): Route<Path> {
  return { method, path, token, host: 'api', source };
}
