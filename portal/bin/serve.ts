import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Config, readConfig } from '#platform/config.server.ts';
import { createLog, type Log } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { buildPortal, type Portal } from '#shell/build-portal.server.ts';
import { createFront, createMetricsFront } from '#shell/front.server.ts';
import type { HealthParts, Lifecycle } from '#shell/health.server.ts';
import { builtPages } from '#shell/pages.server.ts';
import { translatorOf } from '#shell/translators.ts';
import { whenDatabaseAnswers } from '#shell/wait-for-database.server.ts';
import { createWebApp } from '#shell/web-app.server.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { drainableServer } from './drain-server.ts';
import { explainFailure } from './explain-failure.ts';
import { guardAgainstFailures } from './failure-guard.ts';
import { firstLinkSentence } from './first-link.ts';
import { onStopSignal } from './stop-signals.ts';

const BUILD_FOLDER = join(ROOT_FOLDER, 'build');
/** The part of a stop during which new requests are still taken: a proxy has asked by then whether to send any. */
const TAKE_PART = 0.2;
/** Closing what is open takes moments; what hangs must not keep the process. */
const CLOSE_LIMIT_MS = 3_000;

/**
 * A process of the portal. It answers from the first moment: that it starts, while its database is not there, then
 * pages and REST, unless ROLE says that it runs jobs alone.
 */
async function main(): Promise<void> {
  const startedAt = Temporal.Now.instant();
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  guardAgainstFailures(log);
  const metrics = createMetrics();
  const running: { lifecycle: Lifecycle; portal?: Portal; web?: Hono } = { lifecycle: 'starting' };
  const health: HealthParts = {
    lifecycle: () => running.lifecycle,
    database: () => running.portal?.app.database,
    metrics: async () => ({ text: await metrics.registry.metrics(), contentType: metrics.registry.contentType }),
  };
  const [it, en] = await Promise.all([translatorOf('it'), translatorOf('en')]);
  const translators = { it: it.t, en: en.t };
  const front = createFront({ config, health, translators, web: () => running.web });
  const server = await listen(front, config.PORT, config.HOST);
  const metricsServer =
    config.METRICS_PORT === undefined
      ? undefined
      : await listen(createMetricsFront(config, health), config.METRICS_PORT, config.HOST);
  const drainable = drainableServer(server);

  onStopSignal(async (signal) => {
    log.info({ signal }, 'stopping');
    running.lifecycle = 'stopping';
    const limitMs = config.STOP_SECONDS * 1000;
    const jobs = running.portal?.worker.stop(limitMs) ?? Promise.resolve();
    const requests = drainable.drain({ takeForMs: limitMs * TAKE_PART, limitMs, others: jobs });
    const [unanswered] = await Promise.all([requests, jobs.catch((error) => logFailedStop(log, error))]);
    if (unanswered > 0) log.warn({ unanswered }, 'requests were not answered before the limit of the stop');
    metricsServer?.close();
    await Promise.race([running.portal?.close(), new Promise((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS))]);
    log.info({}, 'stopped');
    process.exit(0);
  });

  const portal = await buildPortal(config, log, { metrics, say });
  if (config.ROLE !== 'work') running.web = await webOf(config, portal);
  running.portal = portal;
  if (config.ROLE !== 'web') await portal.worker.work();
  if (running.lifecycle === 'starting') running.lifecycle = 'ready';
  await sayReady(config, portal, startedAt);
}

async function webOf(config: Config, portal: Portal): Promise<Hono> {
  return createWebApp({
    config,
    app: portal.app,
    metrics: portal.metrics,
    simulatorUrl: portal.simulatorUrl,
    pages: await builtPages(BUILD_FOLDER),
    resolveCaller: portal.app.services.resolveCaller,
    clientFolder: join(BUILD_FOLDER, 'client'),
    version: packageJson.version,
  });
}

/** A port in use is said at once, not after the demo was made. */
async function listen(app: Hono, port: number, host: string): Promise<Server> {
  const server = serve({ fetch: app.fetch, port, hostname: host }) as Server;
  await once(server, 'listening');
  return server;
}

function logFailedStop(log: Log, error: unknown): void {
  log.warn({ err: error }, 'jobs could not be handed back; they are taken over within a minute');
}

async function sayReady(config: Config, { demoSignIns, app }: Portal, startedAt: Temporal.Instant): Promise<void> {
  say(config.ROLE === 'work' ? 'The worker runs jobs.' : `The portal answers at ${config.PUBLIC_URL}`);
  if (config.mode === 'real' && config.ROLE !== 'work') {
    const firstLink = await whenDatabaseAnswers(() => firstLinkSentence(app, startedAt), say);
    if (firstLink !== undefined) say(firstLink);
  }
  if (demoSignIns !== undefined) {
    const { logins, password, isPasswordMade } = demoSignIns;
    say(
      `Demo sign-ins: ${logins.join(', ')}. ${isPasswordMade ? `Their password, shown this once: ${password}` : 'Their password is DEMO_PASSWORD.'}`,
    );
  }
  if (app.database.kind === 'embedded') {
    say(
      'It uses the embedded database: for trying and small trials. It does not survive a power cut; for real use set DATABASE_URL.',
    );
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exit(1);
});
