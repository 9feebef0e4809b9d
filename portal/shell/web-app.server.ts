import { randomBytes } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RouterContextProvider } from 'react-router';
import { acceptEvent, EVENT_BYTES_MAX, eventsPath } from '#features/connections/connections.ts';
import type { ResolveCaller, ResolvedCaller } from '#features/sign-in/sign-in.ts';
import type { Caller } from '#platform/caller.server.ts';
import type { Config } from '#platform/config.server.ts';
import type { Connection } from '#platform/connection.ts';
import { isDatabaseAway } from '#platform/database-away.ts';
import type { Metrics } from '#platform/metrics.server.ts';
import { type AppContext, runOperation } from '#platform/operation.server.ts';
import { isPermitted, isProvider } from '#platform/permissions.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import { refusalErrors } from '#ui/refusal-text.ts';
import { compressed } from './compressed.server.ts';
import { CLOSED_POLICY, pagePolicy } from './content-policy.ts';
import { answerDemoAgreement, DEMO_AGREEMENT_PATH } from './demo-agreement.server.ts';
import { publicRequest } from './public-request.ts';
import { PAGE_FORM_BYTES_MAX, PAGE_METHODS, pageRequestRefusal, refusedPage } from './refused-page.server.ts';
import { operations } from './registry.ts';
import { describeRest } from './rest/openapi.ts';
import { OPENAPI_PATH, restApi } from './rest/rest-api.server.ts';
import { FORM_BYTES_MAX } from './rest/rest-input.server.ts';
import { REST_PREFIX, restPathOf } from './rest/rest-path.ts';
import { securityHeaders } from './security-headers.server.ts';
import { unavailable } from './unavailable.server.ts';

/** The pages as Vite built them, or as its development server serves them. */
export type Pages = {
  answer(request: Request, context: RouterContextProvider): Promise<Response>;
  setCaller(context: RouterContextProvider, caller: Caller): void;
  /** The pattern of the page at an address, for metrics; undefined where there is none. */
  patternOf?(path: string): string | undefined;
  /** The development server adds inline scripts and styles of its own, which a policy would stop. */
  isDevelopment?: true;
};

export type WebAppParts = Readonly<{
  config: Config;
  app: AppContext;
  metrics: Metrics;
  pages: Pages;
  /** The simulator that stands in for Microsoft in the demo. */
  simulatorUrl?: string | undefined;
  resolveCaller: ResolveCaller;
  /** The built files of pages; undefined where the development server answers for them. */
  clientFolder: string | undefined;
  version: string;
}>;

type Web = { Variables: { requestId: string } };

/** The portal over HTTP: REST, static files and pages. Health is `front.server.ts`. */
export function createWebApp(parts: WebAppParts): Hono {
  const { app } = parts;
  const web = new Hono<Web>();
  web.use(observeRequests(parts));
  web.use(securityHeaders(parts.config.PUBLIC_URL));
  web.use(compressed);
  addDemoAgreement(web, parts);
  addRest(web, parts);
  addEvents(web, parts);
  if (parts.clientFolder !== undefined) addStaticFiles(web, parts.clientFolder);
  web.all('*', answerPage(parts));
  web.onError((error, c) => {
    const requestId = c.get('requestId');
    if (isDatabaseAway(error)) return unavailable(c.req.raw, { translators: app.services.translators, requestId });
    app.log.error({ err: error, requestId, route: routeOf(parts.pages, c.req.path) }, 'request failed');
    return c.text(`Something did not work. Request ${requestId}.`, 500);
  });
  return web as unknown as Hono;
}

/** Gives each request an id, measures it and writes a line of the log. */
function observeRequests({ app, metrics, pages }: WebAppParts): MiddlewareHandler<Web> {
  return async (c, next) => {
    const startedAtMs = performance.now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    await next();
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('content-security-policy') && !pages.isDevelopment)
      c.header('Content-Security-Policy', CLOSED_POLICY);
    const { method, path } = c.req;
    const { status } = c.res;
    const durationMs = performance.now() - startedAtMs;
    const route = routeOf(pages, path);
    metrics.requestSeconds.observe({ method: methodOf(method), route, status: String(status) }, durationMs / 1000);
    app.log.debug({ requestId, method, route, status, durationMs: Math.round(durationMs) }, 'answered');
  };
}

const restPaths = new Set(operations.map(({ name }) => `${REST_PREFIX}${restPathOf(name)}`));

/** The address without what is of one request in it: an id, a token. Logs and metrics have this alone. */
function routeOf(pages: Pages, path: string): string {
  if (path.startsWith('/assets/')) return '/assets/*';
  if (path.startsWith('/api/')) return restPaths.has(path) || path === OPENAPI_PATH ? path : '/api/*';
  return pages.patternOf?.(path.replace(/\.data$/, '')) ?? 'other';
}

function methodOf(method: string): string {
  return ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method) ? method : 'other';
}

function addDemoAgreement(web: Hono<Web>, { simulatorUrl }: WebAppParts): void {
  if (simulatorUrl === undefined) return;
  const limit = bodyLimit({ maxSize: PAGE_FORM_BYTES_MAX });
  web.all(DEMO_AGREEMENT_PATH, limit, (c) => answerDemoAgreement(simulatorUrl, c.req.raw));
}

function addRest(web: Hono<Web>, { config, app, version, resolveCaller }: WebAppParts): void {
  const publicUrl = config.PUBLIC_URL.replace(/\/$/, '');
  const api = restApi({ app, operations, publicUrl });
  let document: ReturnType<typeof describeRest> | undefined;
  web.get(OPENAPI_PATH, (c) => {
    // Made when somebody asks for it: it takes a tenth of a start.
    document ??= describeRest(operations, { version, serverUrl: `${publicUrl}${REST_PREFIX}` });
    return c.json(document);
  });
  web.all('/api/*', async (c) => {
    const caller = await resolveCaller(c.req.raw, { address: addressOf(c, config), takesKeys: true });
    const cookies = [...caller.setCookies];
    const connection = connectionOf(c, config, cookies);
    const request = publicRequest(c.req.raw, { publicUrl, trustedProxy: config.TRUSTED_PROXY });
    return withCookies(await api.handle(request, { ...caller, requestId: c.get('requestId'), connection }), cookies);
  });
}

/** The receivers of vendors' events. A request is verified by its signature, so that it needs no session. */
function addEvents(web: Hono<Web>, { app }: WebAppParts): void {
  const limit = bodyLimit({ maxSize: EVENT_BYTES_MAX, onError: (c) => c.body(null, 413) });
  web.post(eventsPath(':vendor'), limit, async (c) =>
    c.body(null, await acceptEvent(app, c.req.param('vendor') ?? '', c.req.raw)),
  );
}

function addStaticFiles(web: Hono<Web>, folder: string): void {
  web.use(
    '/assets/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  );
  web.use('*', serveStatic({ root: folder, precompressed: true }));
}

const byName = new Map(operations.map((op) => [op.name, op]));

function answerPage(parts: WebAppParts): MiddlewareHandler<Web> {
  const { config, app, pages } = parts;
  const front = { publicUrl: config.PUBLIC_URL, trustedProxy: config.TRUSTED_PROXY };
  return async (c) => {
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { Allow: PAGE_METHODS });
    const { setCookies, ...resolved } = await parts.resolveCaller(c.req.raw, { address: null, takesKeys: false });
    const refused = (refusal: Refusal) =>
      refusedPage(c.req.raw, refusal, { locale: resolved.locale, translators: app.services.translators });
    const refusal = pageRequestRefusal(publicRequest(c.req.raw, front), front.publicUrl);
    if (refusal !== undefined) return refused(refusal);

    const bytesMax = bodyBytesMax(c.req.path, resolved);
    const limit = bodyLimit({
      maxSize: bytesMax,
      onError: () => refused(new Refusal('request.tooLarge', { maximum: bytesMax })),
    });
    return limit(c, async () => {
      const cookies = [...setCookies];
      const connection = connectionOf(c, config, cookies);
      const context = new RouterContextProvider();
      const nonce = randomBytes(16).toString('base64');
      const requestId = c.get('requestId');
      const { caller, failures } = callerOfPage(parts, resolved, { requestId, nonce, connection });
      pages.setCaller(context, caller);
      const answer = await pages.answer(publicRequest(c.req.raw, front), context);
      if (failures.some(isDatabaseAway)) {
        c.res = unavailable(c.req.raw, { translators: app.services.translators, requestId });
        return;
      }
      c.res = withCookies(answer, cookies);
      if (!pages.isDevelopment) c.header('Content-Security-Policy', pagePolicy(nonce));
      if (resolved.signedIn !== null && !c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
    });
  };
}

/** A list of a thousand people, and its result. */
const PEOPLE_BYTES_MAX = 2_000_000;

/** The pages whose forms take a large file take it from those alone who may use them. */
function bodyBytesMax(address: string, { signedIn }: Pick<ResolvedCaller, 'signedIn'>): number {
  const path = address.replace(/\.data$/, '');
  if (path === paths.providerPriceList() && isProvider(signedIn?.roles ?? [])) return FORM_BYTES_MAX;
  const takesPeople = path === paths.importUsers() || path === paths.importedUsers();
  if (takesPeople && signedIn !== null && isPermitted(signedIn.roles, 'users.manage')) return PEOPLE_BYTES_MAX;
  return PAGE_FORM_BYTES_MAX;
}

function callerOfPage(
  { config, app }: WebAppParts,
  resolved: Omit<ResolvedCaller, 'setCookies'>,
  { requestId, nonce, connection }: Readonly<{ requestId: string; nonce: string; connection: Connection }>,
): { caller: Caller; failures: readonly unknown[] } {
  const now = app.clock.now();
  const { locale } = resolved;
  const failures: unknown[] = [];
  const caller: Caller = {
    ...resolved,
    requestId,
    nonce,
    site: {
      brandName: config.BRAND_NAME,
      accent: config.BRAND_ACCENT,
      supportEmail: locale === 'it' ? config.SUPPORT_EMAIL_IT : config.SUPPORT_EMAIL_EN,
      mode: config.mode,
      databaseKind: app.database.kind,
      now: now.toString({ smallestUnit: 'second' }),
      clockMoved: Math.abs(now.since(Temporal.Now.instant()).total('seconds')) > 60,
    },
    explain(refusal) {
      const reader = isProvider(resolved.signedIn?.roles ?? []) ? 'provider' : 'customer';
      return refusalErrors(refusal, { t: app.services.translators[locale], locale }, reader);
    },
    call(op, input) {
      const known = byName.get(op.name);
      assert(known !== undefined, `operation ${op.name} is not in the list of operations`);
      return runOperation(app, known as typeof op, input, { actor: resolved.actor, requestId, connection });
    },
    report(error) {
      failures.push(error);
      if (!isDatabaseAway(error)) app.log.error({ err: error, requestId }, 'page failed');
    },
  };
  return { caller, failures };
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
