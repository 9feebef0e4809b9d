import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler, matchRoutes, type RouteObject, type ServerBuild } from 'react-router';
import type { setCaller } from '#platform/caller.server.ts';
import type { Pages } from './web-app.server.ts';

type EntryModule = ServerBuild['entry']['module'] & { setCaller: typeof setCaller };

/** The build is missing. The message is for the person who starts the portal. */
export class BuildMissing extends Error {}

/** The pages as `npm run build` left them. */
export async function builtPages(buildFolder: string): Promise<Pages> {
  const file = join(buildFolder, 'server', 'index.js');
  if (!existsSync(file))
    throw new BuildMissing('The pages are not built yet. Run "npm start", which builds them, or "npm run build".');
  const build = (await import(pathToFileURL(file).href)) as ServerBuild;
  const handler = createRequestHandler(build, 'production');
  const routes = routesOf(build);
  return {
    answer: (request, context) => handler(request, context),
    patternOf: (path) => patternOf(routes, path),
    setCaller: (build.entry.module as EntryModule).setCaller,
  };
}

/** The routes of a build as a tree, without what they do. */
function routesOf(build: ServerBuild, parentId?: string): RouteObject[] {
  return Object.values(build.routes)
    .filter((route) => route !== undefined && route.parentId === parentId)
    .map((route) => {
      const { id, path, index } = route as NonNullable<typeof route>;
      const at = path === undefined ? {} : { path };
      return index === true ? { id, ...at, index } : { id, ...at, children: routesOf(build, id) };
    });
}

function patternOf(routes: RouteObject[], path: string): string | undefined {
  const parts = matchRoutes(routes, path)?.flatMap(({ route }) => (route.path === undefined ? [] : [route.path]));
  return parts === undefined ? undefined : `/${parts.join('/')}`.replaceAll(/\/{2,}/g, '/');
}
