import accounts from '../features/accounts/messages/it.json' with { type: 'json' };
import cart from '../features/cart/messages/it.json' with { type: 'json' };
import catalogue from '../features/catalogue/messages/it.json' with { type: 'json' };
import deadlines from '../features/deadlines/messages/it.json' with { type: 'json' };
import identity from '../features/identity/messages/it.json' with { type: 'json' };
import notifications from '../features/notifications/messages/it.json' with { type: 'json' };
import orders from '../features/orders/messages/it.json' with { type: 'json' };
import provider from '../features/provider/messages/it.json' with { type: 'json' };
import services from '../features/services/messages/it.json' with { type: 'json' };
import subscriptions from '../features/subscriptions/messages/it.json' with { type: 'json' };
import tenants from '../features/tenants/messages/it.json' with { type: 'json' };
import users from '../features/users/messages/it.json' with { type: 'json' };
import ui from '../ui/messages/it.json' with { type: 'json' };
import shell from './messages/it.json' with { type: 'json' };

/** Every Italian sentence of the portal. A room adds its import above and its line below, here and in `messages-en.ts`. */
export const it = {
  ...ui,
  ...accounts,
  ...catalogue,
  ...identity,
  ...notifications,
  ...subscriptions,
  ...orders,
  ...cart,
  ...tenants,
  ...provider,
  ...services,
  ...deadlines,
  ...shell,
  ...users,
};
