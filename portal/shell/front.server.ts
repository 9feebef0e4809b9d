import { Hono } from 'hono';
import type { Config } from '#platform/config.server.ts';
import type { Services } from '#platform/operation.server.ts';
import { type HealthParts, healthApp, isHealthPath, type MetricsAccess } from './health.server.ts';
import { unavailable } from './unavailable.server.ts';

type FrontParts = Readonly<{
  config: Pick<Config, 'ROLE' | 'METRICS_TOKEN'>;
  health: HealthParts;
  translators: Services['translators'];
  /** The pages and REST; undefined until the database is open. */
  web(): Hono | undefined;
}>;

/**
 * What a process answers at its public port, from the first moment on: health always; pages and REST once they are
 * there, before that the answer that they will be; a process that runs jobs alone has neither.
 */
export function createFront({ config, health, translators, web }: FrontParts): Hono {
  const token = config.METRICS_TOKEN;
  const healthOfPort = healthApp(health, token === undefined ? 'closed' : { token });
  const front = new Hono();
  front.all('*', (c) => {
    if (isHealthPath(c.req.path)) return healthOfPort.fetch(c.req.raw, c.env);
    if (config.ROLE === 'work') return c.text('not found', 404);
    const serving = web();
    if (serving !== undefined) return serving.fetch(c.req.raw, c.env);
    return unavailable(c.req.raw, { translators, requestId: crypto.randomUUID() });
  });
  return front;
}

/** What a process answers at METRICS_PORT. */
export function createMetricsFront(config: Pick<Config, 'METRICS_TOKEN'>, health: HealthParts): Hono {
  const access: MetricsAccess = config.METRICS_TOKEN === undefined ? 'open' : { token: config.METRICS_TOKEN };
  return healthApp(health, access);
}
