import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { refusalOfProof } from './client-proof.ts';
import { PERSON, signIdToken } from './id-token.ts';
import { entryOf, type Json } from './json.ts';
import { requestedFailureIn } from './requested-failures.ts';
import type { Application, Settings } from './settings.ts';
import type { World } from './world.ts';

type Grant = Readonly<{
  kind: 'app' | 'appUser';
  audience: string;
  tenantId: string;
  expiresAt: number;
  applicationId: string;
  /** Whether the person signed in with a second factor; false for an application. */
  hasMfa: boolean;
}>;

/** What an application asks for when it sends a person to the sign-in page. */
export type SignInRequest = Readonly<{
  clientId: string;
  redirectUri: string;
  scope: string;
  state: string;
  nonce: string;
  /** Of PKCE with SHA-256; empty without it. */
  codeChallenge: string;
}>;

export const PARTNER_CENTER_AUDIENCE = 'https://api.partnercenter.microsoft.com';
export const SALES_AUDIENCE = 'https://api.partner.microsoft.com';
/** Of the directory of the tenant that the token is for. */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
/** Tokens for it are still issued, but refused. @source Partner Center announcements, August 2025 */
const RETIRED_AUDIENCE = 'https://graph.windows.net';

const ACCESS_TOKEN_LIFETIME_SECONDS = 3600;
const REFRESH_TOKEN_LIFETIME_SECONDS = 90 * 24 * 3600;
const CODE_LIFETIME_SECONDS = 600;

type TokenRequest = Readonly<{
  /** Of the sign-in service itself: part of the issuer of id tokens. */
  origin: string;
  tenantId: string;
  form: URLSearchParams;
}>;
type TokenReply = { status: number; body: { [name: string]: Json } };

/**
 * Answers a token request: client credentials give an app-only token; a refresh token, and the code of a person who has
 * just signed in, give one for app and user and a new refresh token.
 *
 * @source Partner Center, "Partner Center authentication" and "Enable the Secure Application Model framework"
 */
export function answerTokenRequest(world: World, { origin, tenantId, form }: TokenRequest): TokenReply {
  const { settings, signInFaults } = world;
  if (signInFaults.refusedAlways !== undefined)
    return refused('invalid_client', `${signInFaults.refusedAlways}: Refused.`);
  const application = settings.applications.find((known) => known.clientId === form.get('client_id'));
  if (application === undefined) return refused('unauthorized_client', 'AADSTS700016: Application was not found.');
  const refusal = refusalOfProof(application, {
    form,
    audiences: ['oauth2/token', 'oauth2/v2.0/token'].map((path) => `${origin}/${tenantId}/${path}`),
    clocks: [world.clock.machineNow(), world.clock.now()],
  });
  if (refusal !== undefined) return refused('invalid_client', refusal, 401);
  const audience = requestedAudience(form);
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') return answerCode(world, application, { origin, tenantId, form });
  if (audience === undefined) return refused('invalid_resource', 'AADSTS500011: The resource was not found.');

  const nowSeconds = secondsNow(settings);
  if (grantType === 'client_credentials') {
    return granted(application, { kind: 'app', audience, tenantId, amr: [] }, nowSeconds);
  }
  if (grantType === 'refresh_token') {
    const person = personOf(world, application, form.get('refresh_token') ?? '');
    if ('signInCode' in person) return refused('invalid_grant', `${person.signInCode}: The refresh token is refused.`);
    if (audience === GRAPH_AUDIENCE && !hasConsent(world, tenantId))
      return refused('invalid_grant', 'AADSTS65001: The tenant has not consented to use the application.');
    return grantedToPerson(settings, application, { kind: 'appUser', audience, tenantId, amr: person.amr });
  }
  return refused('unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
}

/**
 * Whether a customer's tenant knows the application. It is missing only on request, by the customer's name.
 *
 * @source Partner Center, "Enable the Secure Application Model framework", application consent of a customer
 */
function hasConsent({ state }: World, tenantId: string): boolean {
  return requestedFailureIn(entryOf(state.customers, tenantId.toLowerCase())?.companyName) !== 'noConsent';
}

/** The code that the browser takes back to the application; good once, for ten minutes. */
export function authorizationCode({ settings }: World, request: SignInRequest, amr: readonly string[]): string {
  const application = settings.applications.find(({ clientId }) => clientId === request.clientId);
  if (application === undefined) throw new Error('the request was checked');
  const { redirectUri, scope, nonce, codeChallenge } = request;
  const claims = { kind: 'code', redirectUri, scope, nonce, codeChallenge, amr, id: randomUUID() };
  return sign(application, { ...claims, expiresAt: secondsNow(settings) + CODE_LIFETIME_SECONDS });
}

/** Codes that were used, of this process. */
const usedCodes = new WeakMap<World, Set<string>>();

function answerCode(world: World, application: Application, { origin, tenantId, form }: TokenRequest): TokenReply {
  const { settings } = world;
  const code = form.get('code') ?? '';
  const claims = verified(application, code);
  const isGood =
    claims?.kind === 'code' && typeof claims.expiresAt === 'number' && claims.expiresAt > secondsNow(settings);
  if (!isGood) return refused('invalid_grant', 'AADSTS70008: The authorization code has expired or is unknown.');
  if (claims.redirectUri !== form.get('redirect_uri'))
    return refused('invalid_grant', 'AADSTS500112: The reply address does not match.');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (claims.codeChallenge !== '' && claims.codeChallenge !== challenge)
    return refused('invalid_grant', 'AADSTS501481: The Code_Verifier does not match the code_challenge.');
  const used = usedCodes.get(world) ?? new Set();
  usedCodes.set(world, used);
  if (used.has(code)) return refused('invalid_grant', 'AADSTS54005: The code was already redeemed.');
  used.add(code);

  const audience = requestedAudience(new URLSearchParams({ scope: String(claims.scope) }));
  if (audience === undefined) return refused('invalid_resource', 'AADSTS500011: The resource was not found.');
  const amr = hasMethod(claims, 'mfa') ? ['pwd', 'mfa'] : ['pwd'];
  const answer = grantedToPerson(settings, application, { kind: 'appUser', audience, tenantId, amr });
  const idToken = signIdToken(idClaims({ origin, tenantId, application, nonce: String(claims.nonce), amr }));
  return { status: 200, body: { ...answer.body, expires_in: ACCESS_TOKEN_LIFETIME_SECONDS, id_token: idToken } };
}

/** A verifier checks the times by its own clock, which need not be the simulated one: they are the machine's. */
function idClaims(given: {
  origin: string;
  tenantId: string;
  application: Application;
  nonce: string;
  amr: string[];
}): Record<string, Json> {
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    ...PERSON,
    iss: `${given.origin}/${given.tenantId}/v2.0`,
    aud: given.application.clientId,
    sub: `${PERSON.oid}-${given.application.clientId}`,
    tid: given.tenantId,
    nonce: given.nonce,
    amr: given.amr,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + ACCESS_TOKEN_LIFETIME_SECONDS,
  };
}

function secondsNow(settings: Settings): number {
  return Math.floor(settings.now().epochMilliseconds / 1000);
}

/** The grant of a bearer token; `undefined` if the token is invalid or has expired. */
export function readToken(settings: Settings, authorization: string | undefined): Grant | undefined {
  const token = /^bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const nowSeconds = secondsNow(settings);
  for (const application of settings.applications) {
    const grant = verified(application, token);
    if (grant === undefined || (grant.kind !== 'app' && grant.kind !== 'appUser')) continue;
    if (typeof grant.audience !== 'string' || typeof grant.tenantId !== 'string') continue;
    if (typeof grant.expiresAt !== 'number' || grant.expiresAt <= nowSeconds) continue;
    const { kind, audience, tenantId, expiresAt } = grant;
    const hasMfa = hasMethod(grant, 'mfa');
    return { kind, audience, tenantId, expiresAt, applicationId: application.clientId, hasMfa };
  }
  return undefined;
}

function requestedAudience(form: URLSearchParams): string | undefined {
  const requested = form.get('resource') ?? form.get('scope') ?? '';
  return [PARTNER_CENTER_AUDIENCE, SALES_AUDIENCE, GRAPH_AUDIENCE, RETIRED_AUDIENCE].find((audience) =>
    requested.split(/\s+/).some((part) => part === audience || part.startsWith(`${audience}/`)),
  );
}

type Claims = Pick<Grant, 'kind' | 'audience' | 'tenantId'> & Readonly<{ amr: readonly string[] }>;

/** As `granted`, with a refresh token. */
function grantedToPerson(settings: Settings, application: Application, grant: Claims): TokenReply {
  const issuedAt = secondsNow(settings);
  const answer = granted(application, grant, issuedAt);
  const next = sign(application, {
    kind: 'refresh',
    amr: grant.amr,
    nonce: randomUUID(),
    issuedAtMs: settings.now().epochMilliseconds,
    expiresAt: issuedAt + REFRESH_TOKEN_LIFETIME_SECONDS,
  });
  return { status: 200, body: { ...answer.body, scope: 'user_impersonation', refresh_token: next } };
}

function granted(application: Application, grant: Claims, nowSeconds: number): TokenReply {
  const expiresAt = nowSeconds + ACCESS_TOKEN_LIFETIME_SECONDS;
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: String(ACCESS_TOKEN_LIFETIME_SECONDS),
      ext_expires_in: String(ACCESS_TOKEN_LIFETIME_SECONDS),
      expires_on: String(expiresAt),
      not_before: String(nowSeconds),
      resource: grant.audience,
      access_token: sign(application, { ...grant, expiresAt }),
    },
  };
}

function refused(error: string, description: string, status = 400): TokenReply {
  return { status, body: { error, error_description: description } };
}

/**
 * The person of a refresh token, with the sign-in methods as in Entra's claim `amr`, which a rotated token inherits; or
 * the number with which the token is refused.
 */
function personOf(
  { settings, signInFaults }: World,
  application: Application,
  token: string,
): Readonly<{ amr: readonly string[] }> | Readonly<{ signInCode: string }> {
  const isFirst = settings.refreshTokens.includes(token);
  const isWithoutMfa = settings.refreshTokensWithoutMfa.includes(token);
  const claims = isFirst || isWithoutMfa ? { issuedAtMs: 0 } : verified(application, token);
  if (claims === undefined || !(isFirst || isWithoutMfa || claims.kind === 'refresh'))
    return { signInCode: 'AADSTS70000' };
  const { refused } = signInFaults;
  if (refused !== undefined && Number(claims.issuedAtMs) <= refused.issuedUntilMs) return refused;
  if (isFirst) return { amr: ['pwd', 'mfa'] };
  if (isWithoutMfa) return { amr: ['pwd'] };
  if (Number(claims.expiresAt) <= secondsNow(settings)) return { signInCode: 'AADSTS700082' };
  return { amr: hasMethod(claims, 'mfa') ? ['pwd', 'mfa'] : ['pwd'] };
}

function hasMethod({ amr }: Record<string, unknown>, method: string): boolean {
  return Array.isArray(amr) && amr.includes(method);
}

/** Tokens carry their claims and a signature with the application's secret, so they stay valid after a restart. */
function sign(application: Application, claims: Record<string, unknown>): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signatureOf(application, payload)}`;
}

function verified(application: Application, token: string): Record<string, unknown> | undefined {
  const [payload = '', given = ''] = token.split('.');
  const expected = Buffer.from(signatureOf(application, payload));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

function signatureOf(application: Application, payload: string): string {
  return createHmac('sha256', `${application.clientId}:${application.clientSecret}`)
    .update(payload)
    .digest('base64url');
}
