import assert from 'node:assert/strict';
import { z } from 'zod';
import { type ClientCertificate, clientAssertion } from './client-assertion.ts';
import { readErrorBody } from './error-body.ts';
import { AppUserTokenRequired, type CallIdentity, PartnerCenterUnreadable, signInRefusalOf } from './errors.ts';
import { exchange } from './exchange.ts';
import { readRetryAfter } from './retry.ts';
import type { Host, TokenNeed } from './routes.ts';

/** Storage of the refresh token of the person who signed in. A rotated token is written before it is used. */
export type TokenStore = Readonly<{
  /** Undefined while nobody has signed in. */
  read(): Promise<string | undefined>;
  /**
   * Each sign-in ends with a token to keep: a new one, or `replaced` once more. A store that somebody else writes too
   * (another process, a person who signs in anew) keeps what it has when that is no longer `replaced`.
   */
  write(refreshToken: string, replaced: string): Promise<void>;
}>;

type ClientSecret = Readonly<{ clientSecret: string; certificate?: never }>;
type Certificate = Readonly<{ certificate: ClientCertificate; clientSecret?: never }>;
type NoProof = Readonly<{ clientSecret?: never; certificate?: never }>;

/** Tokens that another library gets, or another process. */
export type TokenCallback = Readonly<{
  /**
   * Called before each request unless the last token is still good by its `expiresAt`. An error that it throws ends the
   * call; nothing is sent and nothing is retried.
   */
  getAccessToken(
    request: TokenCallbackRequest,
  ): Promise<Readonly<{ accessToken: string; expiresAt?: Temporal.Instant }>>;
}>;

export type TokenCallbackRequest = Readonly<{
  /** The token must be for it: `https://api.partnercenter.microsoft.com`. */
  audience: string;
  /** The tenant that the token is for: the partner's, or for Microsoft Graph the customer's. */
  tenantId: string;
  /** The token that Partner Center has just refused (401): another one is needed. */
  refused: string | undefined;
  correlationId: string;
}>;

export type Credentials = Readonly<{
  appOnly: (Readonly<{ clientId: string }> & (ClientSecret | Certificate)) | TokenCallback;
  /**
   * Secure Application Model: a person signed in once with a second factor; from then on a refresh token serves. An
   * application without secret and certificate is a public one.
   */
  appUser?:
    | (Readonly<{ clientId: string; tokenStore: TokenStore }> & (ClientSecret | Certificate | NoProof))
    | TokenCallback;
}>;

/** @source RFC 7523, section 2.2 */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type SignInOptions = Readonly<{
  fetch: typeof globalThis.fetch;
  now: () => Temporal.Instant;
  loginUrl: string;
  audiences: Readonly<Record<Host, string>>;
  partnerTenantId: string;
  credentials: Credentials;
  timeoutMs: number;
}>;

/** `expires_in` (seconds) is a text in the first version of the endpoint and a number in the second. */
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
});
export type TokenAnswer = z.output<typeof TokenAnswer>;

/** `tenantId` is undefined for the partner's own tenant. */
export type WantedToken = Readonly<{ need: TokenNeed; host: Host; tenantId: string | undefined }>;

/**
 * Signs in at the sign-in service, for one kind of token and one host.
 *
 * @returns a function that throws AppUserTokenRequired, SignInRefused, MultiFactorRequired,
 *          PartnerCenterUnreachable, PartnerCenterUnreadable
 */
export function createSignIn(options: SignInOptions) {
  const { credentials, audiences } = options;
  let lastRefresh: Promise<unknown> = Promise.resolve();

  return (wanted: WantedToken, call: CallIdentity, refused: string | undefined): Promise<TokenAnswer> => {
    const source = wanted.need === 'appUser' ? credentials.appUser : credentials.appOnly;
    if (source !== undefined && 'getAccessToken' in source) return callBack(source, wanted, call, refused);
    return wanted.need === 'appUser' ? signInUser(wanted, call) : signInApp(wanted.host, call);
  };

  async function callBack(
    source: TokenCallback,
    { host, tenantId = options.partnerTenantId }: WantedToken,
    { correlationId }: CallIdentity,
    refused: string | undefined,
  ): Promise<TokenAnswer> {
    const { accessToken, expiresAt } = await source.getAccessToken({
      audience: audiences[host],
      tenantId,
      refused,
      correlationId,
    });
    const usableMs = expiresAt === undefined ? 0 : expiresAt.epochMilliseconds - options.now().epochMilliseconds;
    return { access_token: accessToken, expires_in: Math.max(0, usableMs) / 1000 };
  }

  async function signInApp(host: Host, call: CallIdentity): Promise<TokenAnswer> {
    const { appOnly } = credentials;
    assert(!('getAccessToken' in appOnly), 'a callback is called');
    const form = { grant_type: 'client_credentials', client_id: appOnly.clientId, ...proofOf(appOnly, options) };
    return requestToken(options, { ...form, resource: audiences[host] }, call);
  }

  /** One after the other: each sign-in may rotate the refresh token that the next one needs. */
  function signInUser(wanted: WantedToken, call: CallIdentity): Promise<TokenAnswer> {
    const signedIn = lastRefresh.then(() => refresh(wanted, call));
    lastRefresh = signedIn.then(
      () => undefined,
      () => undefined, // The caller gets the failure; the next sign-in tries anew.
    );
    return signedIn;
  }

  async function refresh({ host, tenantId }: WantedToken, call: CallIdentity): Promise<TokenAnswer> {
    const { appUser } = credentials;
    if (appUser === undefined || 'getAccessToken' in appUser) throw new AppUserTokenRequired(call);

    const refreshToken = await appUser.tokenStore.read();
    if (refreshToken === undefined) throw new AppUserTokenRequired(call);
    const inTenant = { ...options, partnerTenantId: tenantId ?? options.partnerTenantId };
    const form: Record<string, string> = {
      grant_type: 'refresh_token',
      client_id: appUser.clientId,
      ...proofOf(appUser, inTenant),
      refresh_token: refreshToken,
      resource: audiences[host],
    };
    const answer = await requestToken(inTenant, form, call);
    // A token that a customer's tenant gave back is not kept: the partner's own serves all tenants.
    const next = tenantId === undefined ? answer.refresh_token : undefined;
    await appUser.tokenStore.write(next ?? refreshToken, refreshToken);
    return answer;
  }
}

/** The fields by which the application proves itself; none for a public one. */
function proofOf(
  application: Readonly<{ clientId: string }> & (ClientSecret | Certificate | NoProof),
  options: SignInOptions,
): Record<string, string> {
  const { clientId, clientSecret, certificate } = application;
  if (clientSecret !== undefined) return { client_secret: clientSecret };
  if (certificate === undefined) return {};
  const signed = { clientId, audience: tokenUrl(options).href, now: options.now() };
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: clientAssertion(certificate, signed) };
}

function tokenUrl({ loginUrl, partnerTenantId }: SignInOptions): URL {
  return new URL(`${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(partnerTenantId)}/oauth2/token`);
}

async function requestToken(
  options: SignInOptions,
  form: Record<string, string>,
  call: CallIdentity,
): Promise<TokenAnswer> {
  const { fetch, now, timeoutMs } = options;
  const url = tokenUrl(options);
  const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' });
  const body = new URLSearchParams(form).toString();
  const signIn = { ...call, route: `signing in for ${call.route}` };
  // No caller's signal: others may be waiting for the same token.
  const answer = await exchange({
    fetch,
    url,
    init: { method: 'POST', headers, body },
    timeoutMs,
    signal: undefined,
    call: signIn,
  });
  if (answer.status !== 200) {
    const retryAfterSeconds = readRetryAfter(answer.headers.get('Retry-After'), now());
    throw signInRefusalOf(signIn, {
      status: answer.status,
      body: readErrorBody(answer.text),
      retryAfterSeconds,
    });
  }
  return readToken(answer.text, signIn);
}

function readToken(text: string, call: CallIdentity): TokenAnswer {
  const parsed = z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(TokenAnswer)
    .safeParse(text);
  if (parsed.success) return parsed.data;
  throw new PartnerCenterUnreadable(call, { status: 200, reason: text.trim() === '' ? 'empty' : 'wrongShape' });
}
