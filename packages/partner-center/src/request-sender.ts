import type { CallOptions } from './call-options.ts';
import type { UnreadableItem } from './collection.ts';
import { readErrorBody } from './error-body.ts';
import { type ErrorMessageKey, findErrorCode } from './error-codes.ts';
import {
  type CallIdentity,
  lacksMultiFactor,
  MultiFactorRequired,
  PartnerCenterError,
  PartnerCenterHttpError,
  refusalOf,
  SignInRefused,
} from './errors.ts';
import { type Answer, exchange } from './exchange.ts';
import type { Limiter } from './limiter.ts';
import { createPlaces } from './places.ts';
import { parseJson } from './read-answer.ts';
import { answerResend, readRetryAfter, readWaitInSentence } from './retry.ts';
import type { Route } from './routes.ts';
import type { AccessTokens } from './tokens.ts';

/** Observers of the calls, for logs and metrics. Routes come as templates: no headers, no bodies, no secrets. */
export type Hooks = Readonly<{
  onRequest?: (event: CallIdentity & { attempt: number }) => void;
  onResponse?: (
    event: CallIdentity & {
      attempt: number;
      status: number;
      durationMs: number;
      /** Whether the person signed in with a second factor, as Partner Center reports it; undefined if it does not. */
      isMfaCompliant: boolean | undefined;
    },
  ) => void;
  /** `reason` is the class of the error, `code` Microsoft's code if it sent one. */
  onRetry?: (
    event: CallIdentity & { attempt: number; afterMs: number; reason: string; code: number | string | undefined },
  ) => void;
  /**
   * A call that needs a person was refused because of the person's sign-in: the sign-in service gave no token, or
   * Partner Center misses the second factor. Until the cause is removed, all such calls fail. The client waits for it
   * before it throws the refusal.
   */
  onPersonRefused?: (
    event: CallIdentity & { code: number | string | undefined; messageKey: ErrorMessageKey | undefined },
  ) => void | Promise<void>;
  /**
   * A row of a list is of another shape than documented and is missing among the `items` of its page. `index` is its
   * place in the page, `details` as in `PartnerCenterUnreadable`.
   */
  onUnreadableItem?: (event: CallIdentity & UnreadableItem) => void;
}>;

export type SenderOptions = Readonly<{
  fetch: typeof globalThis.fetch;
  now: () => Temporal.Instant;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  tokens: AccessTokens;
  partnerTenantId: string;
  limiter: Limiter;
  simultaneousRequestsMax: number;
  timeoutMs: number;
  maxAttempts: number;
  locale: string;
  applicationName: string | undefined;
  hooks: Hooks;
}>;

export type SendParts = Readonly<{
  body?: unknown;
  /** Statuses outside 200–299 that are an answer of this call and no error. */
  alsoAnswers?: readonly number[];
  /** The body is JSON: always, or where its `Content-Type` says so. A GET whose JSON is cut off is sent again. */
  json?: 'always' | 'whenSaid';
  /** Leaves the body to the caller (`Answer.stream`). */
  stream?: boolean;
  headers?: Readonly<Record<string, string>>;
  /** The tenant for which the person gets the token, where it is not the partner's: Microsoft Graph of a customer. */
  tenantId?: string;
}>;

/** A call that is ready to be sent. `call` stays the same in all attempts. */
export type ReadyCall = Readonly<{
  route: Route;
  url: URL;
  parts: SendParts;
  options: CallOptions;
  call: CallIdentity;
}>;

export type RequestSender = (ready: ReadyCall) => Promise<Answer>;

/** The paths whose requests Microsoft limits by the minute. @source Partner Center, "API throttling guidance" */
const LIMITED_PATHS = /\/v1\/customers(?:\/|$)/i;

/**
 * Asks whether the person of the token signed in with a second factor; the answer has the header `isMfaCompliant`.
 *
 * @source Partner Center, "Security requirements for using Partner Center or Partner Center APIs"
 */
const VALIDATE_MFA_HEADER = 'ValidateMfa';

/** Sends a call until it succeeds, is refused for good, or its attempts are used up: tokens, limit, retries, errors. */
export function createRequestSender(environment: SenderOptions): RequestSender {
  const { tokens, limiter, hooks, sleep, simultaneousRequestsMax } = environment;
  // Apart, because requests to customers may wait a minute for the limiter.
  const limitedPlaces = createPlaces(simultaneousRequestsMax);
  const otherPlaces = createPlaces(simultaneousRequestsMax);
  return sendUntilAnswered;

  async function sendUntilAnswered(ready: ReadyCall): Promise<Answer> {
    const { route, options, call } = ready;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce(ready, attempt);
      } catch (error) {
        if (!(error instanceof PartnerCenterError)) throw error;
        if (route.token === 'appUser' && isRefusalOfPerson(error)) {
          const { signInCode, code, messageKey } = error;
          await hooks.onPersonRefused?.({ ...call, code: signInCode ?? code, messageKey });
        }
        const maxAttempts = options.maxAttempts ?? environment.maxAttempts;
        const failed = { error, method: route.method, attempt, maxAttempts };
        const resend = answerResend(failed, Math.random());
        if (!resend.again) throw error;
        const code = error instanceof PartnerCenterHttpError ? error.code : undefined;
        hooks.onRetry?.({ ...call, attempt, afterMs: resend.afterMs, reason: error.name, code });
        await sleep(resend.afterMs, options.signal);
      }
    }
  }

  async function sendOnce(ready: ReadyCall, attempt: number): Promise<Answer> {
    const { route, parts, options, call } = ready;
    const accessToken = await unlessAborted(tokens.get(route.token, route.host, call, parts.tenantId), options.signal);
    const answer = await sendWith(accessToken, ready, attempt);
    if (answer.status !== 401) return successOf(answer, parts, call, environment.now());

    tokens.discard(accessToken);
    // A new token from the same sign-in would lack the second factor too.
    if (lacksMultiFactor(readErrorBody(answer.text))) return successOf(answer, parts, call, environment.now());

    // The token may have been revoked before its time: once more, with a new one.
    const newToken = await unlessAborted(tokens.get(route.token, route.host, call, parts.tenantId), options.signal);
    return successOf(await sendWith(newToken, ready, attempt), parts, call, environment.now());
  }

  async function sendWith(accessToken: string, ready: ReadyCall, attempt: number): Promise<Answer> {
    const { url, options } = ready;
    const isLimited = LIMITED_PATHS.test(url.pathname);
    const release = await (isLimited ? limitedPlaces : otherPlaces).take(options.signal);
    try {
      if (isLimited) {
        const counted = { partnerTenantId: environment.partnerTenantId, customerId: customerIdIn(url) };
        await limiter.acquire(counted, options.signal);
      }
      return await sendNow(accessToken, ready, attempt);
    } finally {
      release();
    }
  }

  async function sendNow(accessToken: string, ready: ReadyCall, attempt: number): Promise<Answer> {
    const { route, url, parts, options, call } = ready;
    hooks.onRequest?.({ ...call, attempt });
    const startedMs = performance.now();
    const answer = await exchange({
      fetch: environment.fetch,
      url,
      init: {
        method: route.method,
        headers: headersOf(ready, accessToken, environment),
        ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
      },
      stream: parts.stream ?? false,
      timeoutMs: options.timeoutMs ?? environment.timeoutMs,
      signal: options.signal,
      call,
    });
    const durationMs = performance.now() - startedMs;
    hooks.onResponse?.({ ...call, attempt, status: answer.status, durationMs, isMfaCompliant: readMfa(answer) });
    return answer;
  }
}

function isRefusalOfPerson(error: PartnerCenterError): error is SignInRefused | MultiFactorRequired {
  return error instanceof MultiFactorRequired || (error instanceof SignInRefused && error.category !== 'retry');
}

function headersOf(
  { route, parts, options, call }: ReadyCall,
  accessToken: string,
  { locale, applicationName }: Pick<SenderOptions, 'locale' | 'applicationName'>,
): Headers {
  const headers = new Headers({
    Authorization: `Bearer ${accessToken}`,
    Accept: 'application/json',
    'MS-RequestId': call.requestId,
    'MS-CorrelationId': call.correlationId,
    'MS-Contract-Version': 'v1',
    'X-Locale': locale,
    ...parts.headers,
  });
  if (route.token === 'appUser') headers.set(VALIDATE_MFA_HEADER, 'true');
  if (applicationName !== undefined) headers.set('MS-PartnerCenter-Application', applicationName);
  if (options.ifMatch !== undefined) headers.set('If-Match', options.ifMatch);
  if (parts.body !== undefined) headers.set('Content-Type', 'application/json; charset=utf-8');
  return headers;
}

/** The answer if it is a success. @throws PartnerCenterHttpError otherwise */
function successOf(answer: Answer, parts: SendParts, call: CallIdentity, now: Temporal.Instant): Answer {
  const { status, headers } = answer;
  if ((status >= 200 && status <= 299) || parts.alsoAnswers?.includes(status)) {
    const isJson = parts.json === 'always' || (parts.json === 'whenSaid' && hasJson(answer));
    return isJson ? { ...answer, json: parseJson(answer, call) } : answer;
  }

  const body = readErrorBody(answer.text);
  const retryAfterSeconds =
    readRetryAfter(headers.get('Retry-After'), now) ??
    (status === 429 ? readWaitInSentence(body.description) : undefined) ??
    findErrorCode(body.code)?.retryAfterSeconds;
  const correlationId = headers.get('MS-CorrelationId') ?? call.correlationId;
  throw refusalOf({ ...call, correlationId }, { status, body, retryAfterSeconds });
}

function hasJson({ headers, text }: Answer): boolean {
  return text !== '' && /\bjson\b/i.test(headers.get('Content-Type') ?? '');
}

function readMfa({ headers }: Answer): boolean | undefined {
  const reported = headers.get('isMfaCompliant')?.toLowerCase();
  return reported === 'true' || reported === 'false' ? reported === 'true' : undefined;
}

/** The customer of an address below `v1/customers`, links of Partner Center included; undefined for the list itself. */
function customerIdIn({ pathname }: URL): string | undefined {
  const id = /\/v1\/customers\/([^/]+)/i.exec(pathname)?.[1]?.toLowerCase();
  return id === undefined || id === 'relationshiprequests' ? undefined : id;
}

/** Waits for a shared promise until this caller aborts. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
