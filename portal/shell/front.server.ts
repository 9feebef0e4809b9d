import { Hono, type MiddlewareHandler } from 'hono';
import type { Config } from '#platform/config.server.ts';
import type { Services } from '#platform/operation.server.ts';
import { CLOSED_POLICY } from './content-policy.ts';
import { type HealthParts, healthApp, isHealthPath, type MetricsAccess } from './health.server.ts';
import { securityHeaders } from './security-headers.server.ts';
import { unavailable } from './unavailable.server.ts';

type FrontParts = Readonly<{
  config: Pick<Config, 'ROLE' | 'METRICS_TOKEN' | 'PUBLIC_URL'>;
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
  front.use(securityHeaders(config.PUBLIC_URL), closedUnlessSaid);
  front.all('*', (c) => {
    if (isHealthPath(c.req.path)) return healthOfPort.fetch(c.req.raw, c.env);
    if (config.ROLE === 'work') return c.text('not found', 404);
    const serving = web();
    if (serving !== undefined) return serving.fetch(c.req.raw, c.env);
    return unavailable(c.req.raw, { translators, requestId: crypto.randomUUID() });
  });
  return front;
}

/** Pages say what a browser may load for them; of every other answer it may load nothing. */
const closedUnlessSaid: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('content-security-policy')) c.header('Content-Security-Policy', CLOSED_POLICY);
};

/** What a process answers at METRICS_PORT. */
export function createMetricsFront(config: Pick<Config, 'METRICS_TOKEN'>, health: HealthParts): Hono {
  const access: MetricsAccess = config.METRICS_TOKEN === undefined ? 'open' : { token: config.METRICS_TOKEN };
  return healthApp(health, access);
}
