import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { sql } from 'drizzle-orm';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { RouterContextProvider } from 'react-router';
import type { ResolveCaller } from '#features/sign-in/sign-in.ts';
import type { Caller } from '#platform/caller.server.ts';
import type { Config } from '#platform/config.server.ts';
import type { Connection } from '#platform/connection.ts';
import { type AppContext, runOperation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { refusalErrors } from '#ui/refusal-text.ts';
import { compressed } from './compressed.server.ts';
import { isForeignWrite } from './foreign-write.ts';
import { operations } from './registry.ts';
import { restApi } from './rest.server.ts';

/** The pages as Vite built them, or as its development server serves them. */
export type Pages = {
  answer(request: Request, context: RouterContextProvider): Promise<Response>;
  setCaller(context: RouterContextProvider, caller: Caller): void;
};

const byName = new Map(operations.map((op) => [op.name, op]));

/** The portal over HTTP: health, metrics, REST, static files and pages. */
export function createWebApp(given: {
  config: Config;
  app: AppContext;
  pages: Pages;
  resolveCaller: ResolveCaller;
  clientFolder: string | undefined;
  version: string;
}): Hono {
  const { config, app, pages } = given;
  const api = restApi(app, operations);
  const web = new Hono<{ Variables: { requestId: string } }>();

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by method and status.',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });

  web.use(async (c, next) => {
    const startedAtMs = performance.now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    await next();
    c.header('X-Request-Id', requestId);
    const seconds = (performance.now() - startedAtMs) / 1000;
    duration.observe({ method: c.req.method, status: String(c.res.status) }, seconds);
    app.log.debug(
      {
        requestId,
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        durationMs: Math.round(seconds * 1000),
      },
      'answered',
    );
  });
  web.use(
    secureHeaders({
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: config.PUBLIC_URL.startsWith('https:') ? 'max-age=31536000' : false,
    }),
  );

  web.use(compressed);

  web.get('/healthz', (c) => c.text('ok'));
  web.get('/readyz', async (c) => {
    await app.database.transaction({ kind: 'system' }, (tx) => tx.execute(sql`select 1`));
    return c.text('ready');
  });
  web.get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType }));

  web.get('/api/openapi.json', async (c) =>
    c.json(await api.describe({ title: config.BRAND_NAME, version: given.version, url: config.PUBLIC_URL })),
  );
  web.all('/api/*', async (c) => {
    if (isForeignWrite(c.req.raw, config.PUBLIC_URL))
      return c.json({ code: 'request.foreignOrigin', message: 'Pages of other sites may not call the API.' }, 403);
    const seen = await given.resolveCaller(c.req.raw);
    const cookies = [...seen.setCookies];
    const connection = connectionOf(c, config, cookies);
    const answer = await api.handle(c.req.raw, { actor: seen.actor, requestId: c.get('requestId'), connection });
    return answer === undefined
      ? c.json({ code: 'NOT_FOUND', message: 'No operation has this address. See /api/openapi.json.' }, 404)
      : withCookies(answer, cookies);
  });

  if (given.clientFolder !== undefined) {
    web.use(
      '/assets/*',
      serveStatic({
        root: given.clientFolder,
        precompressed: true,
        onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
      }),
    );
    web.use('*', serveStatic({ root: given.clientFolder, precompressed: true }));
  }

  web.all('*', async (c) => {
    const requestId = c.get('requestId');
    const { setCookies, ...seen } = await given.resolveCaller(c.req.raw);
    const cookies = [...setCookies];
    const connection = connectionOf(c, config, cookies);
    const now = app.clock.now();
    const caller: Caller = {
      ...seen,
      requestId,
      site: {
        brandName: config.BRAND_NAME,
        accent: config.BRAND_ACCENT,
        supportEmail: seen.locale === 'it' ? config.SUPPORT_EMAIL_IT : config.SUPPORT_EMAIL_EN,
        mode: config.mode,
        databaseKind: app.database.kind,
        now: now.toString({ smallestUnit: 'second' }),
        clockMoved: Math.abs(now.since(Temporal.Now.instant()).total('seconds')) > 60,
      },
      explain(refusal) {
        const reader = seen.signedIn?.role === 'provider' ? 'provider' : 'customer';
        return refusalErrors(refusal, { t: app.services.translators[seen.locale], locale: seen.locale }, reader);
      },
      call(op, input) {
        const known = byName.get(op.name);
        assert(known !== undefined, `operation ${op.name} is not in the list of operations`);
        return runOperation(app, known as typeof op, input, { actor: seen.actor, requestId, connection });
      },
    };
    const context = new RouterContextProvider();
    pages.setCaller(context, caller);
    return withCookies(await pages.answer(c.req.raw, context), cookies);
  });

  web.onError((error, c) => {
    const requestId = c.get('requestId');
    app.log.error({ err: error, requestId, path: c.req.path }, 'request failed');
    return c.text(`Something did not work. Request ${requestId}.`, 500);
  });
  return web as unknown as Hono;
}

/** The request as operations may see it. The cookies that they set are collected in `cookies`. */
function connectionOf(c: Context, config: Config, cookies: string[]): Connection {
  return {
    address: addressOf(c, config),
    userAgent: c.req.header('user-agent') ?? null,
    cookieHeader: c.req.header('cookie') ?? null,
    setCookie: (value) => void cookies.push(value),
  };
}

/** An answer with cookies before its own: where two have one name, the later one wins. */
function withCookies(answer: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('set-cookie');
  for (const cookie of [...cookies, ...answer.headers.getSetCookie()]) headers.append('set-cookie', cookie);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

/** The address of the caller, for sign-in limits. A forwarded one counts only behind a trusted proxy. */
function addressOf(c: Context, config: Config): string {
  if (config.TRUSTED_PROXY) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    if (forwarded !== undefined && forwarded !== '') return forwarded;
  }
  return getConnInfo(c).remote.address ?? 'unknown';
}
