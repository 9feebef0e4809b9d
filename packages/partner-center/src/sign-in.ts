import { z } from 'zod';
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

export type Credentials = Readonly<{
  appOnly: Readonly<{ clientId: string; clientSecret: string }>;
  /** Secure Application Model: a person signed in once with a second factor; from then on a refresh token serves. */
  appUser?: Readonly<{ clientId: string; clientSecret?: string; tokenStore: TokenStore }>;
}>;

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

/**
 * Signs in at the sign-in service, for one kind of token and one host.
 *
 * @returns a function that throws AppUserTokenRequired, SignInRefused, MultiFactorRequired,
 *          PartnerCenterUnreachable, PartnerCenterUnreadable
 */
export function createSignIn(options: SignInOptions) {
  const { credentials, audiences } = options;
  let lastRefresh: Promise<unknown> = Promise.resolve();

  return (need: TokenNeed, host: Host, call: CallIdentity): Promise<TokenAnswer> =>
    need === 'appUser' ? signInUser(host, call) : signInApp(host, call);

  function signInApp(host: Host, call: CallIdentity): Promise<TokenAnswer> {
    const { clientId, clientSecret } = credentials.appOnly;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    return requestToken(options, { ...form, resource: audiences[host] }, call);
  }

  /** One after the other: each sign-in may rotate the refresh token that the next one needs. */
  function signInUser(host: Host, call: CallIdentity): Promise<TokenAnswer> {
    const signedIn = lastRefresh.then(() => refresh(host, call));
    lastRefresh = signedIn.then(
      () => undefined,
      () => undefined, // The caller gets the failure; the next sign-in tries anew.
    );
    return signedIn;
  }

  async function refresh(host: Host, call: CallIdentity): Promise<TokenAnswer> {
    const { appUser } = credentials;
    if (appUser === undefined) throw new AppUserTokenRequired(call);

    const refreshToken = await appUser.tokenStore.read();
    if (refreshToken === undefined) throw new AppUserTokenRequired(call);
    const form: Record<string, string> = {
      grant_type: 'refresh_token',
      client_id: appUser.clientId,
      refresh_token: refreshToken,
      resource: audiences[host],
    };
    if (appUser.clientSecret !== undefined) form.client_secret = appUser.clientSecret;
    const answer = await requestToken(options, form, call);
    await appUser.tokenStore.write(answer.refresh_token ?? refreshToken, refreshToken);
    return answer;
  }
}

async function requestToken(
  { fetch, now, loginUrl, partnerTenantId, timeoutMs }: SignInOptions,
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
