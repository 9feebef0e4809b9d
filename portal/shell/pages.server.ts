import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler, type ServerBuild } from 'react-router';
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
  return {
    answer: (request, context) => handler(request, context),
    setCaller: (build.entry.module as EntryModule).setCaller,
  };
}
