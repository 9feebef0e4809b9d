import type { ResolvedCaller } from '#features/sign-in/sign-in.ts';
import type { Connection } from '#platform/connection.ts';
import { isDatabaseAway } from '#platform/database-away.ts';
import { type AnyOperation, type AppContext, checkPermission, runOperation } from '#platform/operation.server.ts';
import { isPermitted, isProvider } from '#platform/permissions.ts';
import { isRefusal, Refusal, VendorFault } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { isForeignWrite, senderOf } from '../request-origin.ts';
import { unavailableRefusal } from '../unavailable.server.ts';
import { restErrorWriter } from './rest-error.server.ts';
import { inputReaderOf } from './rest-input.server.ts';
import { REST_PREFIX, restPathOf } from './rest-path.ts';

/** Characters of an `Idempotency-Key`, at most. */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;
/** Address of the OpenAPI document. */
export const OPENAPI_PATH = `${REST_PREFIX}/openapi.json`;

/** The caller of a request, as it was resolved, with the request as operations may see it. */
export type RestCaller = Pick<ResolvedCaller, 'actor' | 'locale' | 'apiKey'> &
  Readonly<{ requestId: string; connection?: Connection }>;

type Endpoint = Readonly<{ op: AnyOperation; method: 'GET' | 'POST'; reader: ReturnType<typeof inputReaderOf> }>;

/**
 * Every operation as REST: reads by GET with the input in the query, the others by POST with the input in the body.
 *
 * A request is judged in this order: address (404), method (405), credentials (401, 429), permission (403), origin of a
 * browser's request (403), then its input (400, 413), which is validated once, by the operation.
 *
 * The cookie of a session counts for the portal's own pages only, and with JSON: a browser sends it along with requests
 * that other sites make, among them a form of a host of the same domain.
 */
export function restApi(given: {
  app: AppContext;
  operations: readonly AnyOperation[];
  /** Address under which people reach the portal. */
  publicUrl: string;
}) {
  const { app } = given;
  const endpoints = new Map(
    given.operations.map((op): [string, Endpoint] => [
      `${REST_PREFIX}${restPathOf(op.name)}`,
      { op, method: op.kind === 'read' ? 'GET' : 'POST', reader: inputReaderOf(op.input) },
    ]),
  );
  const writeError = restErrorWriter(app.services.translators);

  async function answer(request: Request, caller: RestCaller): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const endpoint = endpoints.get(pathname);
    if (endpoint === undefined) throw new Refusal('request.notFound', { document: OPENAPI_PATH });
    const { op, method, reader } = endpoint;
    if (method !== (request.method === 'HEAD' ? 'GET' : request.method))
      throw new Refusal('request.methodNotAllowed', { allowed: method });

    checkCredentials(caller, op);
    checkPermission(caller.actor, op);
    if (isForeignWrite(request, given.publicUrl)) throw new Refusal('request.foreignOrigin');
    if (isByCookie(caller)) checkCookieRequest(request, given.publicUrl);
    const idempotencyKey = method === 'POST' ? idempotencyKeyOf(request) : undefined;
    const input = method === 'GET' ? reader.fromQuery(searchParams) : await reader.fromBody(request);
    const { actor, requestId, connection } = caller;
    const result: unknown = await runOperation(app, op, input, { actor, requestId, connection, idempotencyKey });
    return Response.json(result ?? null, { headers: { 'Cache-Control': 'no-store' } });
  }

  return {
    /** Answers a request below the prefix, errors included. */
    async handle(request: Request, caller: RestCaller): Promise<Response> {
      const { requestId } = caller;
      const reader = {
        locale: acceptedLocale(request) ?? caller.locale,
        isProvider: isProvider(caller.actor.roles),
        requestId,
      };
      try {
        return await answer(request, caller);
      } catch (error) {
        const refusal = asRefusal(app, error, requestId);
        return writeError(refusal, reader, headersOf(refusal));
      }
    },
  };
}

/**
 * A request without credentials is refused as such, not as forbidden: signing in would help. A wrong key is refused
 * even where none is needed.
 */
function checkCredentials({ actor, apiKey }: RestCaller, op: AnyOperation): void {
  if (apiKey?.status === 'invalid') throw new Refusal('request.keyInvalid');
  if (apiKey?.status === 'limited')
    throw new Refusal('request.tooMany', { retryAfterSeconds: apiKey.retryAfterSeconds });
  if (actor.roles.includes('anonymous') && !isPermitted(['anonymous'], op.permission))
    throw new Refusal('request.notSignedIn');
  if (actor.roles.includes('enrolling') && !isPermitted(['enrolling'], op.permission))
    throw new Refusal('request.secondFactorNeeded');
}

/** True for a caller who is known by the cookie of a session. */
function isByCookie({ actor, apiKey }: RestCaller): boolean {
  return !actor.roles.includes('anonymous') && apiKey === undefined;
}

function checkCookieRequest(request: Request, publicUrl: string): void {
  const sender = senderOf(request, publicUrl);
  if (sender === 'otherSite') throw new Refusal('request.foreignOrigin');
  if (sender === 'program') throw new Refusal('request.cookieNotCounted');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (!isRead && type !== 'application/json')
    throw new Refusal('request.wrongContentType', { expected: 'application/json' });
}

function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined;
  if (key !== undefined && (key.length > IDEMPOTENCY_KEY_LENGTH_MAX || !/^[\x21-\x7e]+$/.test(key)))
    throw new Refusal('idempotency.keyInvalid', { maximum: IDEMPOTENCY_KEY_LENGTH_MAX });
  return key;
}

function asRefusal(app: AppContext, error: unknown, requestId: string): Refusal {
  if (isRefusal(error)) return error;
  if (isDatabaseAway(error)) return unavailableRefusal();
  if (error instanceof VendorFault) {
    app.log.warn({ err: error, requestId }, 'vendor fault in a request');
    const { retryAfterSeconds } = error.detail;
    return new Refusal('request.vendorFault', retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
  app.log.error({ err: error, requestId }, 'request failed');
  return new Refusal('request.failed', { requestId });
}

function headersOf({ code, facts }: Refusal): Record<string, string> {
  if (code === 'request.notSignedIn') return { 'WWW-Authenticate': 'Bearer realm="api"' };
  if (code === 'request.keyInvalid') return { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_token"' };
  if (code === 'request.methodNotAllowed')
    return { Allow: facts.allowed === 'GET' ? 'GET, HEAD' : String(facts.allowed) };
  if (typeof facts.retryAfterSeconds === 'number') return { 'Retry-After': String(Math.ceil(facts.retryAfterSeconds)) };
  return {};
}

/**
 * The first language of the request that the portal speaks. It wins over the person's own: a program asks on purpose.
 */
function acceptedLocale(request: Request): Locale | undefined {
  const wanted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((one) => {
      const [tag = '', quality] = one.trim().split(/\s*;\s*q=/);
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .toSorted((left, right) => right.quality - left.quality);
  for (const { language } of wanted) {
    const spoken = Locale.safeParse(language);
    if (spoken.success) return spoken.data;
  }
  return undefined;
}
