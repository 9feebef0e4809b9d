import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Json } from './json.ts';
import type { Application, Settings } from './settings.ts';

type Grant = Readonly<{
  kind: 'app' | 'appUser';
  audience: string;
  tenantId: string;
  expiresAt: number;
  applicationId: string;
  /** Whether the person signed in with a second factor; false for an application. */
  hasMfa: boolean;
}>;

export const PARTNER_CENTER_AUDIENCE = 'https://api.partnercenter.microsoft.com';
export const SALES_AUDIENCE = 'https://api.partner.microsoft.com';
/** Tokens for it are still issued, but refused. @source Partner Center announcements, August 2025 */
const RETIRED_AUDIENCE = 'https://graph.windows.net';

const ACCESS_TOKEN_LIFETIME_SECONDS = 3600;
const REFRESH_TOKEN_LIFETIME_SECONDS = 90 * 24 * 3600;

/**
 * Answers a token request: client credentials give an app-only token, a refresh token gives one for app and user and a
 * new refresh token.
 *
 * @source Partner Center, "Partner Center authentication" and "Enable the Secure Application Model framework"
 */
export function answerTokenRequest(
  settings: Settings,
  tenantId: string,
  form: URLSearchParams,
): { status: number; body: Json } {
  const nowSeconds = Math.floor(settings.now().epochMilliseconds / 1000);
  const application = settings.applications.find((known) => known.clientId === form.get('client_id'));
  if (application === undefined) return refused('unauthorized_client', 'AADSTS700016: Application was not found.');
  if (form.get('client_secret') !== application.clientSecret) {
    return refused('invalid_client', 'AADSTS7000215: Invalid client secret provided.', 401);
  }
  const audience = requestedAudience(form);
  if (audience === undefined) return refused('invalid_resource', 'AADSTS500011: The resource was not found.');

  const grantType = form.get('grant_type');
  if (grantType === 'client_credentials') {
    return granted(application, { kind: 'app', audience, tenantId, amr: [] }, nowSeconds);
  }
  if (grantType === 'refresh_token') {
    const amr = methodsOf(settings, application, form.get('refresh_token') ?? '', nowSeconds);
    if (amr === undefined) return refused('invalid_grant', 'AADSTS70000: The refresh token is invalid or has expired.');
    const answer = granted(application, { kind: 'appUser', audience, tenantId, amr }, nowSeconds);
    const next = sign(application, {
      kind: 'refresh',
      amr,
      nonce: randomUUID(),
      expiresAt: nowSeconds + REFRESH_TOKEN_LIFETIME_SECONDS,
    });
    return { status: 200, body: { ...answer.body, scope: 'user_impersonation', refresh_token: next } };
  }
  return refused('unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
}

/** The grant of a bearer token; `undefined` if the token is invalid or has expired. */
export function readToken(settings: Settings, authorization: string | undefined): Grant | undefined {
  const token = /^bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const nowSeconds = Math.floor(settings.now().epochMilliseconds / 1000);
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
  return [PARTNER_CENTER_AUDIENCE, SALES_AUDIENCE, RETIRED_AUDIENCE].find((audience) =>
    requested.split(/\s+/).some((part) => part === audience || part.startsWith(`${audience}/`)),
  );
}

type Claims = Pick<Grant, 'kind' | 'audience' | 'tenantId'> & Readonly<{ amr: readonly string[] }>;

function granted(application: Application, grant: Claims, nowSeconds: number) {
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

function refused(error: string, description: string, status = 400): { status: number; body: Json } {
  return { status, body: { error, error_description: description } };
}

/**
 * The sign-in methods of the person of a refresh token, as in Entra's claim `amr`; `undefined` for an invalid token. A
 * rotated refresh token inherits them.
 */
function methodsOf(
  settings: Settings,
  application: Application,
  token: string,
  nowSeconds: number,
): readonly string[] | undefined {
  if (settings.refreshTokens.includes(token)) return ['pwd', 'mfa'];
  if (settings.refreshTokensWithoutMfa.includes(token)) return ['pwd'];
  const claims = verified(application, token);
  const isGood = claims?.kind === 'refresh' && typeof claims.expiresAt === 'number' && claims.expiresAt > nowSeconds;
  if (!isGood) return undefined;
  return hasMethod(claims, 'mfa') ? ['pwd', 'mfa'] : ['pwd'];
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
