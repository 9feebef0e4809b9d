import { join } from 'node:path';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import routes from './shell/routes.ts';

/*
 * React Router takes this folder for the application, because it makes the types of a page only for pages below the
 * folder of its root: with the shell as root, the modules' pages would have none. The routes themselves are composed in
 * the shell.
 */
export default routes.map(fromShell);

/** The same route with its file named from here instead of from the shell. */
function fromShell(route: RouteConfigEntry): RouteConfigEntry {
  return {
    ...route,
    file: join('shell', route.file),
    ...(route.children === undefined ? {} : { children: route.children.map(fromShell) }),
  };
}
