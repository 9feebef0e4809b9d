import accounts from '../features/accounts/messages/it.json' with { type: 'json' };
import audit from '../features/audit/messages/it.json' with { type: 'json' };
import billing from '../features/billing/messages/it.json' with { type: 'json' };
import catalogue from '../features/catalogue/messages/it.json' with { type: 'json' };
import connections from '../features/connections/messages/it.json' with { type: 'json' };
import dashboard from '../features/dashboard/messages/it.json' with { type: 'json' };
import deadlines from '../features/deadlines/messages/it.json' with { type: 'json' };
import licences from '../features/licences/messages/it.json' with { type: 'json' };
import notifications from '../features/notifications/messages/it.json' with { type: 'json' };
import orders from '../features/orders/messages/it.json' with { type: 'json' };
import provider from '../features/provider/messages/it.json' with { type: 'json' };
import purchasing from '../features/purchasing/messages/it.json' with { type: 'json' };
import signIn from '../features/sign-in/messages/it.json' with { type: 'json' };
import subscriptions from '../features/subscriptions/messages/it.json' with { type: 'json' };
import tenants from '../features/tenants/messages/it.json' with { type: 'json' };
import users from '../features/users/messages/it.json' with { type: 'json' };
import ui from '../ui/messages/it.json' with { type: 'json' };
import shell from './messages/it.json' with { type: 'json' };
import rest from './rest/messages/it.json' with { type: 'json' };

/**
 * Every Italian sentence of the portal. A module adds its import above and its line below, here and in
 * `messages-en.ts`.
 */
export const it = {
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
