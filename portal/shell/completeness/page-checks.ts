import type { RouteConfigEntry } from '@react-router/dev/routes';

/*
 * Checks of the pages. Each reads the routes and returns the paths or problems that it found.
 */

const SIGNED_IN_LAYOUT = './signed-in-layout.tsx';

export type PageRoute = Readonly<{ path: string; file: string; isSignedIn: boolean }>;

/** Every route that answers at an address of its own, whether with a page or with a file. */
export function pageRoutes(routes: readonly RouteConfigEntry[], isSignedIn = false, parent = ''): PageRoute[] {
  return routes.flatMap((route) => {
    const inside = isSignedIn || route.file === SIGNED_IN_LAYOUT;
    const path = [parent, route.path ?? ''].filter((part) => part !== '').join('/');
    if (route.children !== undefined) return pageRoutes(route.children, inside, path);
    return [{ path, file: route.file, isSignedIn: inside }];
  });
}

/**
 * Addresses of the pages that need no sign-in: those outside the layout whose middleware lets only signed-in people
 * pass.
 */
export function publicPages(routes: readonly RouteConfigEntry[]): string[] {
  return pageRoutes(routes)
    .filter(({ isSignedIn }) => !isSignedIn)
    .map(({ path }) => path);
}

/**
 * Every route that shows a page has an accessibility test, and every such test has a route.
 *
 * @param readFile  the source of a route's file; one without a component sends a file, or sends on to another page
 */
export function accessibilityProblems(
  routes: readonly RouteConfigEntry[],
  testedPaths: readonly string[],
  readFile: (file: string) => string,
): string[] {
  const paths = pageRoutes(routes)
    .filter(({ file }) => /^export default /m.test(readFile(file)))
    .map(({ path }) => path);
  return [
    ...paths.filter((path) => !testedPaths.includes(path)).map((path) => `/${path}: it has no accessibility test`),
    ...testedPaths.filter((path) => !paths.includes(path)).map((path) => `/${path}: tested, but no page has this path`),
  ];
}
