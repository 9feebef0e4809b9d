import type { CallIdentity } from './errors.ts';
import type { Host, TokenNeed } from './routes.ts';
import { createSignIn, type SignInOptions, type TokenAnswer, type WantedToken } from './sign-in.ts';

export type AccessTokens = Readonly<{
  /**
   * A token that is valid long enough for a call. Many callers at once cause one sign-in; if it fails, all get its
   * error, which names the call that came first.
   *
   * @param tenantId  the tenant that the token is for; the partner's where it is left out
   *
   * @throws AppUserTokenRequired, SignInRefused, MultiFactorRequired, PartnerCenterUnreachable, PartnerCenterUnreadable
   */
  get(need: TokenNeed, host: Host, call: CallIdentity, tenantId?: string): Promise<string>;
  /** Forgets a token that was refused, so that the next `get` fetches another. */
  discard(accessToken: string): void;
}>;

/** Tokens are replaced this long before they expire, or at half their life where they live shorter than twice that. */
const REFRESH_BEFORE_EXPIRY_SECONDS = 300;

type CachedToken = { accessToken: string; renewAt: Temporal.Instant };

/** Keeps the access tokens of all kinds and hosts, and signs in for those that are missing or about to expire. */
export function createAccessTokens(options: SignInOptions): AccessTokens {
  const { now } = options;
  const signIn = createSignIn(options);
  const cached = new Map<string, CachedToken>();
  const inFlight = new Map<string, Promise<CachedToken>>();
  /** The token that was last refused, until the next sign-in of its kind. */
  const refused = new Map<string, string>();

  return {
    async get(need, host, call, tenantId) {
      const key = `${need === 'appUser' ? need : 'app'} ${host} ${tenantId ?? ''}`;
      const token = cached.get(key);
      if (token !== undefined && Temporal.Instant.compare(now(), token.renewAt) < 0) return token.accessToken;

      const pending = inFlight.get(key) ?? signInOnce(key, { need, host, tenantId }, call);
      return (await pending).accessToken;
    },
    discard(accessToken) {
      for (const [key, token] of cached) {
        if (token.accessToken !== accessToken) continue;
        cached.delete(key);
        refused.set(key, accessToken);
      }
    },
  };

  function signInOnce(key: string, wanted: WantedToken, call: CallIdentity): Promise<CachedToken> {
    const pending = signIn(wanted, call, refused.get(key))
      .then((answer) => {
        refused.delete(key);
        const token = cachedToken(answer, now());
        cached.set(key, token);
        return token;
      })
      .finally(() => inFlight.delete(key));
    inFlight.set(key, pending);
    return pending;
  }
}

function cachedToken({ access_token, expires_in }: TokenAnswer, now: Temporal.Instant): CachedToken {
  const marginSeconds = Math.min(REFRESH_BEFORE_EXPIRY_SECONDS, expires_in / 2);
  const usableMs = Math.floor((expires_in - marginSeconds) * 1000);
  return { accessToken: access_token, renewAt: now.add({ milliseconds: usableMs }) };
}
