import accounts from '../features/accounts/messages/en.json' with { type: 'json' };
import audit from '../features/audit/messages/en.json' with { type: 'json' };
import billing from '../features/billing/messages/en.json' with { type: 'json' };
import catalogue from '../features/catalogue/messages/en.json' with { type: 'json' };
import connections from '../features/connections/messages/en.json' with { type: 'json' };
import dashboard from '../features/dashboard/messages/en.json' with { type: 'json' };
import deadlines from '../features/deadlines/messages/en.json' with { type: 'json' };
import licences from '../features/licences/messages/en.json' with { type: 'json' };
import notifications from '../features/notifications/messages/en.json' with { type: 'json' };
import orders from '../features/orders/messages/en.json' with { type: 'json' };
import provider from '../features/provider/messages/en.json' with { type: 'json' };
import purchasing from '../features/purchasing/messages/en.json' with { type: 'json' };
import signIn from '../features/sign-in/messages/en.json' with { type: 'json' };
import subscriptions from '../features/subscriptions/messages/en.json' with { type: 'json' };
import tenants from '../features/tenants/messages/en.json' with { type: 'json' };
import users from '../features/users/messages/en.json' with { type: 'json' };
import ui from '../ui/messages/en.json' with { type: 'json' };
import shell from './messages/en.json' with { type: 'json' };
import rest from './rest/messages/en.json' with { type: 'json' };

/**
 * Every English sentence of the portal. A module adds its import above and its line below, here and in
 * `messages-it.ts`.
 */
export const en = {
  ...ui,
  ...accounts,
  ...audit,
  ...billing,
  ...catalogue,
  ...signIn,
  ...notifications,
  ...subscriptions,
  ...orders,
  ...purchasing,
  ...tenants,
  ...provider,
  ...licences,
  ...dashboard,
  ...deadlines,
  ...connections,
  ...shell,
  ...rest,
  ...users,
};
