/*
 * Every page of the portal, with the person who opens it in its accessibility test. A page without a line here is
 * reported by `portal/shell/completeness`.
 */

/**
 * `buyer`: the administrator of a company with a full cart and a described Microsoft account; `paying`: the same after
 * the summary. `invited`: a person with
 * an activation link, `confirming`: with a link that confirms an address. `halfway`: a person between password and
 * second step. `enrolling`: one who must set up a second factor first. `nobody`: not signed in.
 */
export type Opener =
  | 'admin'
  | 'fornitore'
  | 'buyer'
  | 'paying'
  | 'invited'
  | 'confirming'
  | 'halfway'
  | 'enrolling'
  | 'nobody';

export type AccessiblePage = Readonly<{
  opener: Opener;
  /** For a path with an id: the page whose first link to such a path has it. It may be one with an id itself. */
  linkedFrom?: string;
  /** The path of that link, where it is another one than this page's. */
  link?: string;
  /** For a path with a name instead of an id: the name. */
  name?: string;
}>;

/** By the path of the page's route. */
export const ACCESSIBLE_PAGES: Readonly<Record<string, AccessiblePage>> = {
  'sign-in': { opener: 'nobody' },
  'sign-in/second-step': { opener: 'halfway' },
  'sign-in/set-up': { opener: 'enrolling' },
  'recover-password': { opener: 'nobody' },
  activate: { opener: 'invited' },
  'confirm-address': { opener: 'confirming' },
  // Without a link; with one it is checked in real-portal.spec.ts.
  'first-start': { opener: 'nobody' },

  '': { opener: 'admin' },
  account: { opener: 'admin' },
  'account/details': { opener: 'admin' },
  'account/payments': { opener: 'admin' },
  'account/api-keys': { opener: 'admin' },
  'account/microsoft-accounts': { opener: 'admin' },
  'account/microsoft-accounts/:tenantId': { opener: 'admin', linkedFrom: 'account/microsoft-accounts' },
  'account/activity': { opener: 'admin' },
  'account/security': { opener: 'admin' },
  'account/microsoft-users': { opener: 'admin' },
  // While somebody acts, and after the end, it is checked in impersonation.spec.ts.
  'impersonation/end': { opener: 'admin' },
  'account/microsoft-accounts/:tenantId/agreement': {
    opener: 'admin',
    linkedFrom: 'account/microsoft-accounts',
    link: 'account/microsoft-accounts/:tenantId',
  },
  'account/deadlines': { opener: 'admin' },
  'account/invoices': { opener: 'admin' },
  'account/invoices/:invoiceId': { opener: 'admin', linkedFrom: 'account/invoices' },
  'account/invoicing': { opener: 'admin' },
  'account/orders': { opener: 'admin' },
  'account/orders/:orderId': { opener: 'admin', linkedFrom: 'account/orders' },
  'account/subscriptions': { opener: 'admin' },
  'account/subscriptions/:subscriptionId': { opener: 'admin', linkedFrom: 'account/subscriptions' },
  'account/subscriptions/:subscriptionId/seats': { opener: 'admin', linkedFrom: 'account/subscriptions' },
  'account/subscriptions/:subscriptionId/renewal': { opener: 'admin', linkedFrom: 'account/subscriptions' },
  'account/subscriptions/:subscriptionId/upgrade': { opener: 'admin', linkedFrom: 'account/subscriptions' },
  'account/subscriptions/:subscriptionId/cancel': { opener: 'admin', linkedFrom: 'account/subscriptions' },
  guide: { opener: 'admin' },
  marketplace: { opener: 'admin' },
  'marketplace/:productId': { opener: 'admin', linkedFrom: 'marketplace' },
  notifications: { opener: 'admin' },
  'profile/notifications': { opener: 'admin' },
  profile: { opener: 'admin' },
  'profile/second-factor': { opener: 'admin' },
  'services/:serviceId': { opener: 'admin', linkedFrom: '' },
  users: { opener: 'admin' },
  'users/new': { opener: 'admin' },
  'users/roles': { opener: 'admin' },
  'users/import': { opener: 'admin' },
  'users/many': { opener: 'admin' },
  'users/:userId': { opener: 'admin', linkedFrom: 'users' },
  'users/:personId/microsoft': { opener: 'admin', linkedFrom: 'users', link: 'users/:userId' },
  'users/:userId/edit': { opener: 'admin', linkedFrom: 'users' },
  'users/:userId/impersonate': { opener: 'admin', linkedFrom: 'users' },
  '*': { opener: 'admin' },

  cart: { opener: 'buyer' },
  'checkout/microsoft-account': { opener: 'buyer' },
  'checkout/details': { opener: 'buyer' },
  'checkout/payment': { opener: 'paying' },
  'checkout/summary': { opener: 'buyer' },
  'checkout/placed/:orderId': { opener: 'admin', linkedFrom: 'account/orders', link: 'account/orders/:orderId' },

  provider: { opener: 'fornitore' },
  'provider/receivables': { opener: 'fornitore' },
  'provider/bank-statements': { opener: 'fornitore' },
  'provider/account': { opener: 'fornitore' },
  'provider/clock': { opener: 'fornitore' },
  'provider/customers': { opener: 'fornitore' },
  'provider/customers/new': { opener: 'fornitore' },
  'provider/customers/:accountId': { opener: 'fornitore', linkedFrom: 'provider/customers' },
  'provider/customers/:accountId/activity': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/customers/:accountId/invoicing': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/customers/:accountId/credit': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/customers/:accountId/payments': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/customers/:accountId/payment-terms': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/invoices': { opener: 'fornitore' },
  'provider/invoices/:invoiceId': { opener: 'fornitore', linkedFrom: 'provider/invoices' },
  'provider/invoicing': { opener: 'fornitore' },
  'provider/customers/:accountId/microsoft-accounts': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers',
    link: 'provider/customers/:accountId',
  },
  'provider/customers/:accountId/people/:userId/impersonate': {
    opener: 'fornitore',
    linkedFrom: 'provider/customers/:accountId',
  },
  'provider/microsoft-accounts': { opener: 'fornitore' },
  'provider/orders': { opener: 'fornitore' },
  'provider/orders/:orderId': { opener: 'fornitore', linkedFrom: 'provider/orders' },
  'provider/outbox': { opener: 'fornitore' },
  'provider/outbox/:mailId': { opener: 'fornitore', linkedFrom: 'provider/outbox' },
  'provider/price-list': { opener: 'fornitore' },
  'provider/price-list/:importId': { opener: 'fornitore', linkedFrom: 'provider/price-list' },
  'provider/connections/:vendor': { opener: 'fornitore', name: 'microsoft' },
  'provider/connections/:vendor/signed-in': { opener: 'fornitore', name: 'microsoft' },
  'provider/services': { opener: 'fornitore' },
  'provider/services/new': { opener: 'fornitore' },
  'provider/services/:productId': { opener: 'fornitore', linkedFrom: 'provider/services' },
  'provider/services/:productId/edit': { opener: 'fornitore', linkedFrom: 'provider/services' },
};
