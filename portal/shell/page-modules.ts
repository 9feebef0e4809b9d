/** The modules whose texts every page has: the shared components, the frame and the pages for faults. */
const ON_EVERY_PAGE = ['ui', 'shell'] as const;

/**
 * The modules whose texts the pages below a path use, beside those of every page. The longest path that fits decides; a
 * path that is not listed has no page of a module. `page-modules.test.ts` reads the pages and names what is missing.
 */
export const MODULES_BY_PATH: Readonly<Record<string, readonly string[]>> = {
  '/': ['dashboard', 'deadlines'],
  '/account': ['accounts'],
  '/account/activity': ['accounts', 'audit'],
  '/account/api-keys': ['accounts', 'signIn'],
  '/account/deadlines': ['deadlines'],
  '/account/invoices': ['billing'],
  '/account/invoicing': ['billing'],
  '/account/microsoft-accounts': ['tenants'],
  '/account/microsoft-users': ['accounts', 'licences'],
  '/account/orders': ['billing', 'orders', 'tenants'],
  '/account/payments': ['accounts', 'billing'],
  '/account/security': ['accounts', 'signIn'],
  '/account/subscriptions': ['orders', 'subscriptions'],
  '/activate': ['signIn'],
  '/calendar.ics': ['deadlines'],
  '/cart': ['orders', 'purchasing'],
  '/confirm-address': ['users'],
  '/checkout': ['billing', 'orders', 'purchasing', 'tenants'],
  '/impersonation': ['signIn'],
  '/first-start': ['signIn', 'users'],
  '/marketplace': ['catalogue', 'purchasing'],
  '/notifications': ['notifications'],
  '/profile': ['signIn', 'users'],
  '/profile/notifications': ['notifications', 'signIn'],
  '/provider': ['billing', 'connections', 'licences', 'orders', 'provider', 'subscriptions'],
  '/provider/account': ['accounts'],
  '/provider/bank-statements': ['billing'],
  '/provider/connections': ['connections'],
  '/provider/customers': ['audit', 'billing', 'orders', 'provider', 'signIn', 'subscriptions', 'tenants', 'users'],
  '/provider/invoices': ['billing'],
  '/provider/invoicing': ['billing'],
  '/provider/microsoft-accounts': ['tenants'],
  '/provider/price-list': ['catalogue'],
  '/provider/receivables': ['billing'],
  '/provider/services': ['catalogue'],
  '/recover-password': ['signIn'],
  '/services': ['licences'],
  '/sign-in': ['signIn'],
  '/users': ['licences', 'signIn', 'users'],
};

/** The modules whose texts a page needs, sorted. `pathname` is the address of the page, without search. */
export function modulesOfPage(pathname: string): readonly string[] {
  // Routes are found in any case: /Provider is the page of /provider.
  const address = pathname.toLowerCase();
  const fitting = Object.keys(MODULES_BY_PATH).filter((path) => address === path || address.startsWith(`${path}/`));
  const longest = fitting.reduce((one, other) => (other.length > one.length ? other : one), '');
  return [...new Set([...ON_EVERY_PAGE, ...(MODULES_BY_PATH[longest] ?? [])])].sort();
}
