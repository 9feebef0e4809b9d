import { index, layout, type RouteConfig } from '@react-router/dev/routes';
import { accountsRoutes } from '../features/accounts/routes.ts';
import { identityRoutes } from '../features/identity/routes.ts';

/** Every page of the portal: each room lists its own, here they meet. */
export default [
  layout('./public-layout.tsx', [...identityRoutes.public]),
  layout('./signed-in-layout.tsx', [index('./empty-page.tsx'), ...identityRoutes.signedIn, ...accountsRoutes.signedIn]),
] satisfies RouteConfig;
