import { layout, type RouteConfig, type RouteConfigEntry, route } from '@react-router/dev/routes';
import { accountsRoutes } from '../features/accounts/routes.ts';
import { auditRoutes } from '../features/audit/routes.ts';
import { billingRoutes } from '../features/billing/routes.ts';
import { catalogueRoutes } from '../features/catalogue/routes.ts';
import { connectionsRoutes } from '../features/connections/routes.ts';
import { dashboardRoutes } from '../features/dashboard/routes.ts';
import { deadlinesRoutes } from '../features/deadlines/routes.ts';
import { licencesRoutes } from '../features/licences/routes.ts';
import { notificationsRoutes } from '../features/notifications/routes.ts';
import { ordersRoutes } from '../features/orders/routes.ts';
import { providerRoutes } from '../features/provider/routes.ts';
import { purchasingRoutes } from '../features/purchasing/routes.ts';
import { signInRoutes } from '../features/sign-in/routes.ts';
import { subscriptionsRoutes } from '../features/subscriptions/routes.ts';
import { tenantsRoutes } from '../features/tenants/routes.ts';
import { usersRoutes } from '../features/users/routes.ts';

/** The pages that a module adds: for everybody, and for people who have signed in. */
type ModuleRoutes = { public?: RouteConfigEntry[]; signedIn?: RouteConfigEntry[] };

const modules: ModuleRoutes[] = [
  signInRoutes,
  accountsRoutes,
  auditRoutes,
  catalogueRoutes,
  notificationsRoutes,
  usersRoutes,
  purchasingRoutes,
  tenantsRoutes,
  ordersRoutes,
  billingRoutes,
  subscriptionsRoutes,
  dashboardRoutes,
  deadlinesRoutes,
  licencesRoutes,
  providerRoutes,
  connectionsRoutes,
];

/** Every page of the portal: each module lists its own, here they meet. */
export default [
  route('messages/:locale/:modules', './messages-route.ts'),
  layout(
    './public-layout.tsx',
    modules.flatMap((module) => module.public ?? []),
  ),
  layout('./signed-in-layout.tsx', [
    layout('./signed-in-page.tsx', [
      ...modules.flatMap((module) => module.signedIn ?? []),
      route('guide', './guide-page.tsx'),
      route('*', './not-found-page.tsx'),
    ]),
  ]),
] satisfies RouteConfig;
