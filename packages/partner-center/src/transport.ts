import type { z } from 'zod';
import { type Collection, collection, nextPageOf } from './collection.ts';
import { readErrorBody } from './error-body.ts';
import { findErrorCode } from './error-codes.ts';
import {
  type CallIdentity,
  lacksMultiFactor,
  PartnerCenterError,
  PartnerCenterHttpError,
  PartnerCenterUnreadable,
  refusalOf,
} from './errors.ts';
import { type Answer, exchange } from './exchange.ts';
import type { Limiter } from './limiter.ts';
import { type Known, readAnswer } from './read-answer.ts';
import { linkUrl, type PathValues, type Query, requestUrl } from './request-url.ts';
import { answerResend, readRetryAfter } from './retry.ts';
import type { Host, PathNames, Route } from './routes.ts';
import type { AccessTokens } from './tokens.ts';

/** The last argument of every call. */
export type CallOptions = Readonly<{
  /** `MS-RequestId`, a GUID. Keep it to send the identical write again after a crash or a time-out; else one is made. */
  requestId?: string | undefined;
  /** `MS-CorrelationId`, a GUID: what support asks for. Made if absent. */
  correlationId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** `If-Match`: the etag that the write is based on. */
  ifMatch?: string | undefined;
}>;

/** What watches the calls, for logs and metrics. Routes come as templates: no headers, no bodies, no secrets. */
export type Hooks = Readonly<{
  onRequest?: (event: CallIdentity & { attempt: number }) => void;
  onResponse?: (
    event: CallIdentity & {
      attempt: number;
      status: number;
      durationMs: number;
      /** Partner Center's word on whether the person signed in with a second factor; undefined where it says nothing. */
      isMfaCompliant: boolean | undefined;
    },
  ) => void;
  /** `reason` is the class of the error, `code` Microsoft's code if it sent one. */
  onRetry?: (
    event: CallIdentity & { attempt: number; afterMs: number; reason: string; code: number | string | undefined },
  ) => void;
}>;

export type TransportOptions = Readonly<{
  fetch: typeof globalThis.fetch;
  now: () => Temporal.Instant;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Base addresses, without a trailing slash. */
  hosts: Readonly<Record<Host, string>>;
  tokens: AccessTokens;
  limiter: Limiter;
  timeoutMs: number;
  maxAttempts: number;
  locale: string;
  applicationName: string | undefined;
  hooks: Hooks;
}>;

export type RequestParts<Path extends string> = Readonly<{
  query?: Query;
  body?: unknown;
  /** Statuses outside 200–299 that are an answer of this call and no error. */
  alsoAnswers?: readonly number[];
  /** Leave the body to the caller (`Answer.stream`). */
  stream?: boolean;
}> &
  ([PathNames<Path>] extends [never] ? unknown : Readonly<{ path: PathValues<Path> }>);

/** What Microsoft counts a partner's requests by the minute for. */
const LIMITED_PATHS = 'v1/customers';

/**
 * Asks whether the person of the token signed in with a second factor; the answer's header `isMfaCompliant` tells.
 *
 * @source Partner Center, "Security requirements for using Partner Center or Partner Center APIs"
 */
const VALIDATE_MFA_HEADER = 'ValidateMfa';

/** The one way to Partner Center: token, headers, ids, time limit, retries, errors. */
export type Transport = ReturnType<typeof createTransport>;

export function createTransport(transport: TransportOptions) {
  return { send, sendTo, read, list, pages, sleep: transport.sleep, now: transport.now };

  /** Sends a call and gives its answer as it came: for calls whose answer is a status, a place, or a stream. */
  function send<Path extends string>(route: Route<Path>, parts: RequestParts<Path>, options: CallOptions) {
    const values = 'path' in parts ? (parts.path as Readonly<Record<string, string>>) : {};
    const url = requestUrl(transport.hosts[route.host], route, values, parts.query);
    return sendUntilAnswered(route, url, parts, options);
  }

  /** GETs an address that Partner Center gave: the `next` link of a page, the `Location` of a 202. */
  function sendTo(route: Route, link: string, headers: Readonly<Record<string, string>>, options: CallOptions) {
    const url = linkUrl(transport.hosts[route.host], link);
    if (url === undefined) {
      throw new PartnerCenterUnreadable(callIdentityOf(route, options), { status: 200, reason: 'foreignLink' });
    }
    return sendUntilAnswered({ ...route, method: 'GET' }, url, { headers }, options);
  }

  async function read<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    schema: S,
    options: CallOptions,
  ): Promise<Known<z.output<S>>> {
    const call = callIdentityOf(route, options);
    return readAnswer(schema, await send(route, parts, { ...options, ...call }), call);
  }

  /** The first page of a collection, with its `next` link if there is more. */
  async function list<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    item: S,
    options: CallOptions,
  ): Promise<Collection<Known<z.output<S>>>> {
    const call = callIdentityOf(route, options);
    return readPage(item, await send(route, parts, { ...options, ...call }), call);
  }

  /** Page by page. Each page is a call of its own, with its own request id; the correlation id is shared. */
  async function* pages<Path extends string, S extends z.ZodType>(
    route: Route<Path>,
    parts: RequestParts<Path>,
    item: S,
    options: CallOptions,
  ): AsyncGenerator<Collection<Known<z.output<S>>>, void, undefined> {
    const shared = { correlationId: options.correlationId ?? crypto.randomUUID(), signal: options.signal };
    let page = await list(route, parts, item, { ...options, ...shared });
    yield page;
    for (let next = nextPageOf(page); next !== undefined; next = nextPageOf(page)) {
      const call = callIdentityOf(route, shared);
      page = readPage(item, await sendTo(route, next.uri, next.headers, { ...shared, ...call }), call);
      yield page;
    }
  }

  async function sendUntilAnswered(route: Route, url: URL, parts: SendParts, options: CallOptions): Promise<Answer> {
    const call = callIdentityOf(route, options);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce({ route, url, parts, options, call, attempt });
      } catch (error) {
        if (!(error instanceof PartnerCenterError)) throw error;
        const failed = { error, method: route.method, attempt, maxAttempts: transport.maxAttempts };
        const resend = answerResend(failed, Math.random());
        if (!resend.again) throw error;
        const code = error instanceof PartnerCenterHttpError ? error.code : undefined;
        transport.hooks.onRetry?.({ ...call, attempt, afterMs: resend.afterMs, reason: error.name, code });
        await transport.sleep(resend.afterMs, options.signal);
      }
    }
  }

  async function sendOnce(sending: Sending): Promise<Answer> {
    const { route, parts, options, call } = sending;
    const accessToken = await unlessAborted(transport.tokens.get(route.token, route.host, call), options.signal);
    const answer = await sendWith(accessToken, sending);
    if (answer.status !== 401) return successOf(answer, parts, call);

    transport.tokens.discard(accessToken);
    // A new token from the same sign-in would lack the second factor too.
    if (lacksMultiFactor(readErrorBody(answer.text))) return successOf(answer, parts, call);

    // The token may have been revoked before its time: once more, with a new one.
    const newToken = await unlessAborted(transport.tokens.get(route.token, route.host, call), options.signal);
    return successOf(await sendWith(newToken, sending), parts, call);
  }

  async function sendWith(accessToken: string, { route, url, parts, options, call, attempt }: Sending) {
    const headers = headersOf(route, parts, options, call, accessToken);
    const body = parts.body === undefined ? {} : { body: JSON.stringify(parts.body) };
    if (route.path.startsWith(LIMITED_PATHS)) await transport.limiter.turn(options.signal);
    transport.hooks.onRequest?.({ ...call, attempt });
    const startedMs = performance.now();
    const answer = await exchange({
      fetch: transport.fetch,
      url,
      init: { method: route.method, headers, ...body },
      stream: parts.stream ?? false,
      timeoutMs: transport.timeoutMs,
      signal: options.signal,
      call,
    });
    const durationMs = performance.now() - startedMs;
    transport.hooks.onResponse?.({
      ...call,
      attempt,
      status: answer.status,
      durationMs,
      isMfaCompliant: readMfa(answer),
    });
    return answer;
  }

  function headersOf(
    route: Route,
    parts: SendParts,
    options: CallOptions,
    call: CallIdentity,
    accessToken: string,
  ): Headers {
    const headers = new Headers({
      Authorization: `Bearer ${accessToken}`,
      Accept: 'application/json',
      'MS-RequestId': call.requestId,
      'MS-CorrelationId': call.correlationId,
      'MS-Contract-Version': 'v1',
      'X-Locale': transport.locale,
      ...parts.headers,
    });
    if (route.token === 'appUser') headers.set(VALIDATE_MFA_HEADER, 'true');
    if (transport.applicationName !== undefined) headers.set('MS-PartnerCenter-Application', transport.applicationName);
    if (options.ifMatch !== undefined) headers.set('If-Match', options.ifMatch);
    if (parts.body !== undefined) headers.set('Content-Type', 'application/json; charset=utf-8');
    return headers;
  }

  function successOf(answer: Answer, parts: SendParts, call: CallIdentity): Answer {
    const { status, headers } = answer;
    if ((status >= 200 && status <= 299) || parts.alsoAnswers?.includes(status)) return answer;

    const body = readErrorBody(answer.text);
    const retryAfterSeconds =
      readRetryAfter(headers.get('Retry-After'), transport.now()) ?? findErrorCode(body.code)?.retryAfterSeconds;
    const correlationId = headers.get('MS-CorrelationId') ?? call.correlationId;
    throw refusalOf({ ...call, correlationId }, { status, body, retryAfterSeconds });
  }
}

type SendParts = Pick<RequestParts<''>, 'body' | 'alsoAnswers' | 'stream'> &
  Readonly<{ headers?: Readonly<Record<string, string>> }>;

type Sending = Readonly<{
  route: Route;
  url: URL;
  parts: SendParts;
  options: CallOptions;
  call: CallIdentity;
  attempt: number;
}>;

/** Fixes the ids of a logical call. Given options that have them, it gives the same ones. */
export function callIdentityOf(route: Route, options: CallOptions): CallIdentity {
  return {
    route: `${route.method} ${route.path}`,
    requestId: options.requestId ?? crypto.randomUUID(),
    correlationId: options.correlationId ?? crypto.randomUUID(),
  };
}

function readMfa({ headers }: Answer): boolean | undefined {
  const told = headers.get('isMfaCompliant')?.toLowerCase();
  return told === 'true' || told === 'false' ? told === 'true' : undefined;
}

function readPage<S extends z.ZodType>(item: S, answer: Answer, call: CallIdentity) {
  return readAnswer(collection(item), answer, call) as Collection<Known<z.output<S>>>;
}

/** Waits for what others wait for too, until this caller gives up. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const gaveUp = Promise.withResolvers<never>();
  const giveUp = () => gaveUp.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([promise, gaveUp.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
