import { z } from 'zod';
import { readErrorBody } from './error-body.ts';
import { AppUserTokenRequired, type CallIdentity, PartnerCenterUnreadable, refusalOf } from './errors.ts';
import { exchange } from './exchange.ts';
import { readRetryAfter } from './retry.ts';
import type { Host, TokenNeed } from './routes.ts';

/** Where the refresh token of the person who signed in lives. Rotated tokens are written before they are used. */
export type TokenStore = Readonly<{
  read(): Promise<string>;
  write(refreshToken: string): Promise<void>;
}>;

export type Credentials = Readonly<{
  appOnly: Readonly<{ clientId: string; clientSecret: string }>;
  /** Secure Application Model: a person signed in once with a second factor; from then on a refresh token serves. */
  appUser?: Readonly<{ clientId: string; clientSecret?: string; tokenStore: TokenStore }>;
}>;

export type AccessTokens = Readonly<{
  /**
   * A token with enough life left for a call. Many callers at once cause one sign-in; if it fails, all get its error,
   * which names the call that asked first.
   *
   * @throws AppUserTokenRequired, PartnerCenterHttpError (MultiFactorRequired among them), PartnerCenterUnreachable,
   *         PartnerCenterUnreadable
   */
  get(need: TokenNeed, host: Host, call: CallIdentity): Promise<string>;
  /** Forgets a token that was refused, so that the next `get` fetches another. */
  discard(accessToken: string): void;
}>;

type Environment = Readonly<{
  fetch: typeof globalThis.fetch;
  now: () => Temporal.Instant;
  loginUrl: string;
  audiences: Readonly<Record<Host, string>>;
  partnerTenantId: string;
  credentials: Credentials;
  timeoutMs: number;
}>;

/** Tokens are replaced this long before they end, or half their life before where they live shorter than twice that. */
const REFRESH_BEFORE_EXPIRY_SECONDS = 300;

type CachedToken = { accessToken: string; renewAt: Temporal.Instant };

export function createAccessTokens(environment: Environment): AccessTokens {
  const cached = new Map<string, CachedToken>();
  const inFlight = new Map<string, Promise<CachedToken>>();
  let lastRefresh: Promise<unknown> = Promise.resolve();

  return {
    async get(need, host, call) {
      const key = `${need} ${host}`;
      const token = cached.get(key);
      if (token !== undefined && Temporal.Instant.compare(environment.now(), token.renewAt) < 0)
        return token.accessToken;

      const pending = inFlight.get(key) ?? fetchOnce(key, need, host, call);
      return (await pending).accessToken;
    },
    discard(accessToken) {
      for (const [key, token] of cached) if (token.accessToken === accessToken) cached.delete(key);
    },
  };

  function fetchOnce(key: string, need: TokenNeed, host: Host, call: CallIdentity): Promise<CachedToken> {
    const pending = (need === 'any' ? signInApp(host, call) : signInUser(host, call))
      .then((token) => {
        cached.set(key, token);
        return token;
      })
      .finally(() => inFlight.delete(key));
    inFlight.set(key, pending);
    return pending;
  }

  function signInApp(host: Host, call: CallIdentity): Promise<CachedToken> {
    const { clientId, clientSecret } = environment.credentials.appOnly;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    return requestToken(environment, { ...form, resource: environment.audiences[host] }, call).then(toCached);
  }

  /** One after the other: each sign-in may rotate the refresh token that the next one needs. */
  function signInUser(host: Host, call: CallIdentity): Promise<CachedToken> {
    const turn = lastRefresh.then(() => refresh(host, call));
    lastRefresh = turn.then(
      () => undefined,
      () => undefined, // Whoever asked hears of the failure; the next one tries anew.
    );
    return turn;
  }

  async function refresh(host: Host, call: CallIdentity): Promise<CachedToken> {
    const appUser = environment.credentials.appUser;
    if (appUser === undefined) throw new AppUserTokenRequired(call);

    const refreshToken = await appUser.tokenStore.read();
    const form: Record<string, string> = {
      grant_type: 'refresh_token',
      client_id: appUser.clientId,
      refresh_token: refreshToken,
      resource: environment.audiences[host],
    };
    if (appUser.clientSecret !== undefined) form.client_secret = appUser.clientSecret;
    const answer = await requestToken(environment, form, call);
    const rotated = answer.refresh_token;
    if (rotated !== undefined && rotated !== refreshToken) await appUser.tokenStore.write(rotated);
    return toCached(answer);
  }

  function toCached(answer: TokenAnswer): CachedToken {
    const lifeSeconds = answer.expires_in;
    const marginSeconds = Math.min(REFRESH_BEFORE_EXPIRY_SECONDS, lifeSeconds / 2);
    const usableMs = Math.floor((lifeSeconds - marginSeconds) * 1000);
    return { accessToken: answer.access_token, renewAt: environment.now().add({ milliseconds: usableMs }) };
  }
}

/** `expires_in` is a text in the first version of the endpoint and a number in the second. */
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
});
type TokenAnswer = z.output<typeof TokenAnswer>;

async function requestToken(
  { fetch, now, loginUrl, partnerTenantId, timeoutMs }: Environment,
  form: Record<string, string>,
  call: CallIdentity,
): Promise<TokenAnswer> {
  const url = new URL(`${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(partnerTenantId)}/oauth2/token`);
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
    throw refusalOf(signIn, {
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
