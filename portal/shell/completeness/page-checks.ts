import type { RouteConfigEntry } from '@react-router/dev/routes';

const SIGNED_IN_LAYOUT = './signed-in-layout.tsx';

/**
 * Addresses of the pages that need no sign-in: those outside the layout whose middleware lets only signed-in people
 * pass.
 */
export function publicPages(routes: readonly RouteConfigEntry[], isSignedIn = false, parent = ''): string[] {
  return routes.flatMap((route) => {
    const inside = isSignedIn || route.file === SIGNED_IN_LAYOUT;
    const path = [parent, route.path ?? ''].filter((part) => part !== '').join('/');
    const isPage = route.children === undefined;
    return [...(isPage && !inside ? [path] : []), ...publicPages(route.children ?? [], inside, path)];
  });
}
