import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createRequestHandler, type ServerBuild } from 'react-router';
import { createServer as createViteServer } from 'vite';
import type { setCaller } from '#platform/caller.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { createLog } from '#platform/logging.server.ts';
import { buildPortal } from '#shell/build-portal.server.ts';
import { createWebApp } from '#shell/web-app.server.ts';

/*
 * The portal for its developers: Vite reads pages at each request, so an edit shows at once. What the process made at
 * start (database, operations, jobs) needs a restart.
 */

const config = readConfig(process.env);
const portal = await buildPortal(config, createLog(config.LOG_LEVEL));
const server = createServer();
const vite = await createViteServer({ appType: 'custom', server: { middlewareMode: true, hmr: { server } } });

type Entry = ServerBuild['entry']['module'] & { setCaller: typeof setCaller };
let build: ServerBuild;

const web = createWebApp({
  config,
  app: portal.app,
  metrics: portal.metrics,
  simulatorUrl: portal.simulatorUrl,
  pages: {
    isDevelopment: true,
    answer: (request, context) => createRequestHandler(build, 'development')(request, context),
    setCaller: (context, caller) => (build.entry.module as Entry).setCaller(context, caller),
  },
  resolveCaller: portal.app.services.resolveCaller,
  clientFolder: undefined,
  version: 'dev',
});

const answer = getRequestListener(async (request, environment) => {
  build = (await vite.ssrLoadModule('virtual:react-router/server-build')) as ServerBuild;
  return web.fetch(request, environment);
});
server.on('request', (request, response) => {
  vite.middlewares(request, response, () => void answer(request, response));
});
server.listen(config.PORT, config.HOST, () => process.stdout.write(`The portal answers at ${config.PUBLIC_URL}\n`));
await portal.worker.work();
