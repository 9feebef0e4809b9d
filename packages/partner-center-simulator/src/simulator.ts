/**
 * The entry point of all requests. A request passes, in this order: the control API (never under `/v1`) and the page on
 * which signatories accept the agreement; the log of requests; injected faults; the limit of requests; the sign-in
 * service; the token's kind and audience; the stored answer to the same `MS-RequestId`; the body; the handler. Handlers
 * are synchronous, so each request completes before the next one starts.
 */
import { Hono } from 'hono';
import { ACCEPTANCE_PATH, acceptancePage } from './acceptance-page.ts';
import { type Actor, recordAudit } from './audit-log.ts';
import { controlApi } from './control-api.ts';
import { createWorld } from './create-world.ts';
import { type Fault, type FaultRule, takeFault } from './faults.ts';
import { entryOf, type Json } from './json.ts';
import { loginService } from './login-service.ts';
import { PartnerError } from './partner-error.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { type Answer, Call, type Route } from './route.ts';
import { routes } from './routes.ts';
import { type SimulatorOptions, settingsFrom } from './settings.ts';
import type { State } from './state.ts';
import { createThrottle, tooManyRequests } from './throttle.ts';
import { GRAPH_AUDIENCE, PARTNER_CENTER_AUDIENCE, readToken, SALES_AUDIENCE } from './tokens.ts';
import { createWebhookSender, type WebhookSender } from './webhook-sender.ts';
import { withDocumentedNames } from './wire-json.ts';
import type { World } from './world.ts';

export type Simulator = Readonly<{
  /** Answers one request. @throws ConnectionDropped for an injected fault that drops the connection */
  fetch: (request: Request) => Promise<Response>;
  world: World;
  faults: FaultRule[];
  requests: RecordedRequest[];
  webhooks: WebhookSender;
}>;

/** Thrown for a fault that drops the connection: the caller must get no answer. */
export class ConnectionDropped extends Error {}

const REQUESTS_KEPT = 1000;
/** Answers to the last writes that are kept. */
const ANSWERS_KEPT = 10_000;
const ANSWERS_PER_CLEANING = 1000;
/** The wait of an injected 429 that gives no other. @source Partner Center, "API throttling guidance", the example */
const RATE_LIMIT_SECONDS = 57;
/**
 * The paths that count against the limit of requests by the minute.
 *
 * @source Partner Center, "API throttling guidance"
 */
const LIMITED_PATHS = '/v1/customers';
/** The paths of the sign-in service, below the name of a tenant. */
const LOGIN_PATHS = /^\/[^/]+\/(?:oauth2|discovery|v2\.0\/\.well-known)\//;
/**
 * Routes of Microsoft's that are not simulated and would match one with an id.
 *
 * @source the routes of Microsoft's .NET SDK 3.4.0
 */
const NAMES_LIKE_IDS = [
  '/v1/customers/usagerecords',
  '/v1/customers/:customerid/subscriptions/usagerecords',
  '/v1/customers/:customerid/subscriptions/overage',
];
const MFA_ENFORCED_SINCE = Temporal.Instant.from('2026-04-01T00:00:00Z');

/** @param parts the state of an earlier run, and a function to call after each change of the state */
export function createSimulator(
  options: SimulatorOptions = {},
  parts: { saved?: State | undefined; touch?: () => void } = {},
): Simulator {
  const world = createWorld(settingsFrom(options), parts.saved, parts.touch ?? (() => {}));
  const faults: FaultRule[] = [];
  const requests: RecordedRequest[] = [];
  const partnerApi = routesOf(world);
  const login = loginService(world);
  const throttle = createThrottle(world.clock.machineNow);
  const webhooks = createWebhookSender(world);
  const control = controlApi({ world, faults, requests, webhooks });
  const acceptance = acceptancePage(world);

  async function fetch(request: Request): Promise<Response> {
    const path = normalPath(request);
    if (path.startsWith('/control/') || path === '/control') return control.fetch(request);
    if (path === ACCEPTANCE_PATH) return acceptance.fetch(request);
    const certificateName = /^\/certificates\/([a-z]+)\.cer$/.exec(path)?.[1];
    if (certificateName !== undefined) return certificateResponse(webhooks, certificateName, request);
    const entry = recordedRequest(world, request, path);
    requests.push(entry);
    if (requests.length > REQUESTS_KEPT) requests.shift();
    const fault = takeFault(faults, request.method, new URL(request.url).pathname);
    entry.fault = fault?.kind ?? null;

    const early = await answerOfFault(fault);
    if (early !== undefined) {
      entry.status = early.status;
      return early;
    }
    const requested = fault?.kind === 'ignored' ? new Request(request.url, { headers: request.headers }) : request;
    const response = throttled(path) ?? (await answerRequest(requested, path));
    if (fault?.kind === 'dropAfter') throw new ConnectionDropped('after the request took effect');
    entry.status = response.status;
    return withStandardHeaders(world, response, request);
  }
  function throttled(path: string): Response | undefined {
    const { requestsPerMinute } = world.state.limits;
    if (requestsPerMinute === undefined || !path.startsWith(LIMITED_PATHS)) return undefined;
    const turn = throttle(requestsPerMinute);
    return turn.passes ? undefined : responseOf(tooManyRequests(turn.waitSeconds));
  }
  async function answerRequest(request: Request, path: string): Promise<Response> {
    return LOGIN_PATHS.test(path) ? login.fetch(request) : partnerApi.fetch(request);
  }
  return { fetch, world, faults, requests, webhooks };
}

/** The certificates of the chain that signs webhooks. */
function certificateResponse(webhooks: WebhookSender, name: string, request: Request): Response {
  const certificate = webhooks.certificate(name, new URL(request.url).origin);
  if (certificate === undefined || request.method !== 'GET') return errorResponse(new PartnerError(1000));
  return new Response(new Uint8Array(certificate), { headers: { 'Content-Type': 'application/pkix-cert' } });
}

function routesOf(world: World): Hono {
  const app = new Hono({ getPath: normalPath });
  for (const path of NAMES_LIKE_IDS) app.all(path, (context) => withoutRoute(world, context.req.raw));
  for (const route of routes) {
    // Hono answers HEAD through GET.
    const method = route.method === 'HEAD' ? 'GET' : route.method;
    app.on(method, route.path.toLowerCase(), async (context) => {
      if (route.method === 'HEAD' && context.req.raw.method !== 'HEAD') return withoutRoute(world, context.req.raw);
      return answerRoute(world, route, context.req.raw, context.req.param());
    });
  }
  app.notFound((context) => withoutRoute(world, context.req.raw));
  return app;
}

async function answerRoute(
  world: World,
  route: Route,
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  try {
    const { tenantId, ...actor } = authorise(world, route, request);
    const json = await bodyOf(request);
    const url = new URL(request.url);
    const { headers } = request;
    // The customer of a call to the directory is the one of the token.
    const named = route.audience === 'graph' ? { ...params, customerid: tenantId.toLowerCase() } : params;
    const call = new Call({ world, origin: url.origin, params: named, queries: url.searchParams, headers, json });
    return responseOf(
      route.method === 'GET' || route.method === 'HEAD' ? route.handle(call) : write(call, route, request, actor),
    );
  } catch (error) {
    if (error instanceof PartnerError) return route.audience === 'graph' ? graphError(error) : errorResponse(error);
    // A bug. The caller gets the documented shape of a service error, the operator the cause.
    console.error(`${request.method} ${route.path} failed`, error);
    return errorResponse(new PartnerError(800003));
  }
}

/**
 * A write with the same `MS-RequestId` is done once; its stored answer is sent again.
 *
 * @source Partner Center, "Partner Center REST headers"
 */
function write(call: Call, route: Route, request: Request, actor: Actor): Answer {
  const { state } = call.world;
  const requestId = request.headers.get('MS-RequestId');
  const key = `${requestId?.toLowerCase()} ${request.method} ${normalPath(request)}`;
  const before = requestId === null ? undefined : entryOf(state.answered, key);
  if (before !== undefined) return before;

  const answer = route.handle(call);
  // Throttled: nothing was done, and the same request may be sent again.
  if (answer.status === 429) return answer;
  // The instant of its next event may have changed.
  const customer = entryOf(state.customers, call.param('customerId'));
  if (customer !== undefined) call.world.quietUntil.delete(customer);
  recordAudit(call, route, answer, actor);
  if (requestId !== null && !(answer.body instanceof Uint8Array)) {
    state.answered[key] = structuredClone({
      status: answer.status,
      body: answer.body ?? null,
      headers: answer.headers ?? {},
    });
    forgetOldAnswers(state);
  }
  call.world.touch();
  return answer;
}

/** In batches, because counting all answers at each write would take longer than the write. */
function forgetOldAnswers(state: State): void {
  if (state.idCount % ANSWERS_PER_CLEANING !== 0) return;
  const keys = Object.keys(state.answered);
  for (const key of keys.slice(0, Math.max(0, keys.length - ANSWERS_KEPT))) delete state.answered[key];
}

const AUDIENCES = { partnerCenter: PARTNER_CENTER_AUDIENCE, sales: SALES_AUDIENCE, graph: GRAPH_AUDIENCE } as const;

function authorise(world: World, route: Route, request: Request): Actor & Readonly<{ tenantId: string }> {
  const grant = readToken(world.settings, request.headers.get('Authorization') ?? undefined);
  if (grant === undefined) throw new PartnerError(400);
  if (grant.audience !== AUDIENCES[route.audience ?? 'partnerCenter']) throw new PartnerError(900420);
  if (route.token === 'appUser' && grant.kind !== 'appUser') throw new PartnerError(900329);
  // Guess: Microsoft's answer to a person's token where only an application's is accepted is not documented.
  if (route.token === 'app' && grant.kind !== 'app') throw new PartnerError(400);
  if (grant.kind === 'appUser' && !grant.hasMfa && isMfaEnforced(world)) throw new PartnerError(900421);
  const { applicationId, kind, tenantId } = grant;
  return { applicationId, isPerson: kind === 'appUser', tenantId };
}

/**
 * App-only tokens are exempt. Guess: enforced from one day on; Microsoft introduced it gradually.
 *
 * @source Partner Center announcements of 2026, "MFA enforcement for Partner Center APIs"
 */
function isMfaEnforced(world: World): boolean {
  return Temporal.Instant.compare(world.clock.now(), MFA_ENFORCED_SINCE) >= 0;
}

/**
 * What Partner Center may have and the simulator has not: never an answer that could be taken for missing data. Without
 * a valid token, unknown routes answer like all others.
 */
function withoutRoute(world: World, request: Request): Response {
  const grant = readToken(world.settings, request.headers.get('Authorization') ?? undefined);
  if (grant === undefined) return errorResponse(new PartnerError(400));
  const description = `The simulator has no route for ${request.method} ${normalPath(request)}.`;
  return jsonResponse(501, { code: 'NotSimulated', description, data: [], source: 'PartnerCenterSimulator' });
}

async function bodyOf(request: Request): Promise<Json | undefined> {
  const text = await request.text();
  if (text.trim() === '') return undefined;
  try {
    return withDocumentedNames(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    if (error instanceof SyntaxError) throw new PartnerError(800002, ['body']);
    throw error;
  }
}

async function answerOfFault(fault: Fault | undefined): Promise<Response | undefined> {
  if (fault === undefined) return undefined;
  if (fault.kind === 'latency') {
    await new Promise((resolve) => setTimeout(resolve, fault.ms));
    return undefined;
  }
  if (fault.kind === 'dropBefore') throw new ConnectionDropped('before the request took effect');
  if (fault.kind === 'garbage') return new Response('<html><body>Service Unav', { status: 200 });
  if (fault.kind === 'status') return statusFault(fault);
  return undefined;
}

function statusFault(fault: Extract<Fault, { kind: 'status' }>): Response {
  const seconds = fault.retryAfterSeconds ?? (fault.status === 429 ? RATE_LIMIT_SECONDS : undefined);
  const headers: Record<string, string> = seconds === undefined ? {} : { 'Retry-After': String(seconds) };
  if (fault.body !== undefined) return jsonResponse(fault.status, fault.body, headers);
  if (fault.status === 429) return responseOf(tooManyRequests(seconds ?? RATE_LIMIT_SECONDS));
  const description = 'Something went wrong. Try again after some time.';
  return jsonResponse(fault.status, { code: 900192, description, data: [], source: 'PartnerFD' }, headers);
}

function responseOf(answer: Answer): Response {
  const { status, body, headers = {} } = answer;
  if (body instanceof Uint8Array) return new Response(new Uint8Array(body), { status, headers });
  if (body === undefined || body === null) return new Response(null, { status, headers });
  return jsonResponse(status, body, headers);
}

/** @source Microsoft Graph, "Microsoft Graph error responses and resource types". Guess: the code of each status */
function graphError(error: PartnerError): Response {
  const code = GRAPH_CODES[error.status] ?? 'Request_BadRequest';
  return jsonResponse(error.status, { error: { code, message: error.message } }, error.headers);
}

const GRAPH_CODES: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
};

function errorResponse(error: PartnerError): Response {
  return jsonResponse(error.status, error.body(), error.headers);
}

function jsonResponse(status: number, body: Json, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}

/** @source Partner Center, "Partner Center REST headers" */
function withStandardHeaders(world: World, response: Response, request: Request): Response {
  const { headers } = response;
  for (const name of ['MS-RequestId', 'MS-CorrelationId']) {
    headers.set(name, headers.get(name) ?? request.headers.get(name) ?? crypto.randomUUID());
  }
  headers.set('MS-CV', `${crypto.randomUUID().slice(0, 16)}.0`);
  headers.set('MS-ServerId', '000001');
  headers.set('Request-Context', 'appId=cid-v1:5d1e5c0a-0000-4000-8000-0000000000cc');
  headers.set('X-Locale', request.headers.get('X-Locale') ?? 'en-US');
  if (request.headers.get('ValidateMfa')?.toLowerCase() === 'true') {
    const grant = readToken(world.settings, request.headers.get('Authorization') ?? undefined);
    // Guess: the header is absent for an application, which has no person.
    if (grant?.kind === 'appUser') headers.set('isMfaCompliant', String(grant.hasMfa));
  }
  return response;
}

function recordedRequest(world: World, request: Request, path: string): RecordedRequest {
  return {
    at: world.clock.now().toString(),
    method: request.method,
    path: `${path}${new URL(request.url).search}`,
    requestId: request.headers.get('MS-RequestId'),
    correlationId: request.headers.get('MS-CorrelationId'),
    status: null,
    fault: null,
  };
}

/**
 * Paths are compared without case, without a slash at the end and with one slash where clients of Microsoft's SDKs send
 * two, and may be percent-encoded.
 */
function normalPath(request: Request): string {
  const { pathname } = new URL(request.url);
  const path = decodedOrAsItCame(pathname)
    .toLowerCase()
    .replace(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function decodedOrAsItCame(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return pathname;
    throw error;
  }
}
