import { index, layout, type RouteConfig } from '@react-router/dev/routes';

/** Every page of the portal: each room lists its own, here they meet. */
export default [
  layout('./public-layout.tsx', []),
  layout('./signed-in-layout.tsx', [index('./empty-page.tsx')]),
] satisfies RouteConfig;
