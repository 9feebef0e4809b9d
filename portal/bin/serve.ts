import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { readConfig } from '#platform/config.server.ts';
import { createLog } from '#platform/logging.server.ts';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { buildPortal } from '#shell/build-portal.server.ts';
import { builtPages } from '#shell/pages.server.ts';
import { createWebApp } from '#shell/web-app.server.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { explainFailure } from './explain-failure.ts';

const BUILD_FOLDER = join(ROOT_FOLDER, 'build');

/** The portal: pages, REST and, unless ROLE says otherwise, the worker. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  await tryPort(config.PORT, config.HOST);
  const portal = await buildPortal(config, log);
  const web = createWebApp({
    config,
    app: portal.app,
    metrics: portal.metrics,
    simulatorUrl: portal.simulatorUrl,
    pages: await builtPages(BUILD_FOLDER),
    resolveCaller: portal.app.services.resolveCaller,
    clientFolder: join(BUILD_FOLDER, 'client'),
    version: packageJson.version,
  });
  const server = serve({ fetch: web.fetch, port: config.PORT, hostname: config.HOST });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  if (config.ROLE !== 'web') await portal.worker.work();
  say(`The portal answers at ${config.PUBLIC_URL}`);
  if (portal.demoSignIns !== undefined) {
    const { logins, password, isPasswordMade } = portal.demoSignIns;
    say(
      `Demo sign-ins: ${logins.join(', ')}. ${isPasswordMade ? `Their password, shown this once: ${password}` : 'Their password is DEMO_PASSWORD.'}`,
    );
  }
  if (portal.app.database.kind === 'embedded') {
    say(
      'It uses the embedded database: for trying and small trials. It does not survive a power cut; for real use set DATABASE_URL.',
    );
  }

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    server.close();
    await portal.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

/** A port in use is said at once, not after the demo was made. */
async function tryPort(port: number, host: string): Promise<void> {
  const trial = createServer().listen(port, host);
  await once(trial, 'listening');
  trial.close();
  await once(trial, 'close');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exit(1);
});
