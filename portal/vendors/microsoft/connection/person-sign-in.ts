import { findErrorCode, signInCodeIn } from '@licence-portal/partner-center';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { type SignInAnswer, VendorCallFailed, type VendorConnection } from '#features/connections/connections.ts';
import type { Log } from '#platform/logging.server.ts';

/*
 * A person of the partner signs in at Microsoft and consents to the application (Secure Application Model): the
 * authorization code flow of OpenID Connect with PKCE, state and nonce. The library checks the answer and the id token:
 * signature, issuer, audience, nonce, times.
 */

type Given = Readonly<{
  partnerTenantId: string;
  clientId: string;
  clientSecret: string;
  loginUrl: string;
  /** Of the access tokens. */
  audience: string;
  log: Log;
}>;

/** What an answer is checked against. */
const Secrets = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
type Secrets = z.infer<typeof Secrets>;

const Claims = z.looseObject({
  tid: z.string().optional(),
  preferred_username: z.string().optional(),
  amr: z.array(z.string()).optional(),
});

type Refused = Extract<SignInAnswer, { status: 'refused' }>;

export function personSignIn(given: Given): {
  begin: VendorConnection['beginSignIn'];
  finish: VendorConnection['finishSignIn'];
} {
  return {
    async begin({ redirectUri, signal }) {
      const config = await configured(given, signal);
      const secrets: Secrets = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        response_type: 'code',
        response_mode: 'query',
        scope: `openid profile offline_access ${given.audience}/user_impersonation`,
        code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        state: secrets.state,
        nonce: secrets.nonce,
        // A session that is open already may lack the second factor.
        prompt: 'login',
      });
      return { url: url.href, state: secrets.state, secrets: JSON.stringify(secrets) };
    },
    async finish({ answer, secrets, signal }) {
      const { state, nonce, verifier } = Secrets.parse(JSON.parse(secrets));
      const config = await configured(given, signal);
      try {
        const tokens = await reached(() =>
          oidc.authorizationCodeGrant(config, answer, {
            pkceCodeVerifier: verifier,
            expectedState: state,
            expectedNonce: nonce,
            idTokenExpected: true,
          }),
        );
        return answerOf(given, tokens);
      } catch (error) {
        return refusalOf(error, given.log);
      }
    },
  };
}

/** @throws VendorCallFailed when the sign-in service does not answer, or does not know the tenant of the settings */
async function configured(given: Given, signal: AbortSignal): Promise<oidc.Configuration> {
  try {
    return await reached(() => discover(given, signal));
  } catch (error) {
    if (!(error instanceof oidc.ClientError)) throw error;
    throw new VendorCallFailed('the sign-in service has no metadata for the tenant', error.code ?? 'metadata', error);
  }
}

/** Reads the metadata of the sign-in service. @throws oidc.ClientError for a tenant that Microsoft does not know */
function discover({ loginUrl, partnerTenantId, clientId, clientSecret }: Given, signal: AbortSignal) {
  const issuer = new URL(`${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(partnerTenantId)}/v2.0`);
  const isInsecure = issuer.protocol === 'http:';
  return oidc.discovery(issuer, clientId, clientSecret, oidc.ClientSecretPost(clientSecret), {
    // Signatures of id tokens are verified with the published keys. Plain http is for a simulator.
    execute: [oidc.enableNonRepudiationChecks, ...(isInsecure ? [oidc.allowInsecureRequests] : [])],
    [oidc.customFetch]: (url, options) => fetch(url, { ...options, signal } as RequestInit),
  });
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

/** What the tokens say about the person. */
function answerOf({ partnerTenantId }: Given, tokens: Tokens): SignInAnswer {
  const claims = Claims.parse(tokens.claims() ?? {});
  if (claims.tid?.toLowerCase() !== partnerTenantId.toLowerCase()) return refused('otherTenant', null);
  const methods = claims.amr ?? methodsIn(tokens.access_token);
  if (methods !== undefined && !methods.includes('mfa')) return refused('secondFactorMissing', null);
  if (tokens.refresh_token === undefined) return refused('consentMissing', null);
  return {
    status: 'signedIn',
    refreshToken: tokens.refresh_token,
    signedInAs: claims.preferred_username ?? null,
    hasSecondFactor: methods === undefined ? null : true,
  };
}

/**
 * The sign-in methods in an access token, which Microsoft puts there where the id token has none. It came from the
 * token endpoint itself, so its signature need not be verified; Partner Center, for which it is, decides in the end.
 */
function methodsIn(accessToken: string): readonly string[] | undefined {
  const [, payload] = accessToken.split('.');
  if (payload === undefined) return undefined;
  try {
    const parsed = Claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return parsed.success ? parsed.data.amr : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // A token of another form.
    throw error;
  }
}

/** Refusals of the page, of the token endpoint, and answers that do not belong to this sign-in. */
function refusalOf(error: unknown, log: Log): Refused {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    const code = signInCodeIn(error.error_description ?? '') ?? error.error;
    return refused(reasonOf(code, error.error), code);
  }
  if (error instanceof oidc.ClientError) {
    // Its cause may hold tokens.
    log.warn({ code: error.code }, 'the answer of the sign-in was not accepted');
    return refused('signInRefused', error.code ?? null);
  }
  throw error;
}

function reasonOf(code: string, error: string): Refused['reason'] {
  if (code === 'AADSTS65004' || error === 'access_denied') return 'declined';
  switch (findErrorCode(code)?.message) {
    case 'multiFactorMissing':
      return 'secondFactorMissing';
    case 'consentMissing':
      return 'consentMissing';
    case 'clientSecretWrong':
    case 'clientSecretExpired':
      return 'secretRefused';
    case 'redirectAddressUnknown':
      return 'redirectUnknown';
    default:
      return 'signInRefused';
  }
}

function refused(reason: Refused['reason'], code: string | null): Refused {
  return { status: 'refused', reason, code };
}

/** Calls the sign-in service. @throws VendorCallFailed when it cannot be reached */
async function reached<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const isNetwork = error instanceof TypeError || error instanceof DOMException;
    if (isNetwork) throw new VendorCallFailed('the sign-in service does not answer', null, error);
    throw error;
  }
}
