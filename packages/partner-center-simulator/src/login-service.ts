import { Hono } from 'hono';
import { idTokenKeys } from './id-token.ts';
import type { Json } from './json.ts';
import { answerTokenRequest, authorizationCode, type SignInRequest } from './tokens.ts';
import type { World } from './world.ts';

const METADATA = '/:tenantId/v2.0/.well-known/openid-configuration';
const KEYS = '/:tenantId/discovery/v2.0/keys';
const AUTHORIZE = '/:tenantId/oauth2/v2.0/authorize';

/** The people who can sign in on the hosted page. */
const PEOPLE = {
  mfa: 'Sign in with a second factor',
  password: 'Sign in with the password only',
} as const;

/**
 * The sign-in service: metadata, keys, the page on which a person of the partner signs in and consents, and tokens. The
 * page stands for Microsoft's: no password is asked.
 *
 * @source "Microsoft identity platform and OAuth 2.0 authorization code flow"; "OpenID Connect on the Microsoft
 *         identity platform"
 */
export function loginService(world: World): { fetch(request: Request): Promise<Response> | Response } {
  const app = new Hono({ strict: false });
  app.get(METADATA, ({ req, json }) => json(metadata(new URL(req.url).origin, req.param('tenantId'))));
  app.get(KEYS, (context) => context.json(idTokenKeys()));
  app.get(AUTHORIZE, (context) => {
    const request = signInRequest(world, context.req.param('tenantId'), new URL(context.req.url).searchParams);
    return 'problem' in request ? context.html(problemPage(request.problem), 400) : context.html(signInPage(request));
  });
  app.post(AUTHORIZE, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const request = signInRequest(world, context.req.param('tenantId'), form);
    if ('problem' in request) return context.html(problemPage(request.problem), 400);
    return context.redirect(answerAddress(world, request, form.get('choice') ?? ''), 303);
  });
  const tokens = async (request: Request, tenantId: string) => {
    const form = new URLSearchParams(await request.text());
    const { status, body } = answerTokenRequest(world, { origin: new URL(request.url).origin, tenantId, form });
    return jsonAnswer(status, body);
  };
  app.post('/:tenantId/oauth2/token', ({ req }) => tokens(req.raw, req.param('tenantId')));
  app.post('/:tenantId/oauth2/v2.0/token', ({ req }) => tokens(req.raw, req.param('tenantId')));
  app.notFound(() => jsonAnswer(404, { error: 'not_found', error_description: 'AADSTS900023: No such address.' }));
  return app;
}

function jsonAnswer(status: number, body: Json): Response {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
  return new Response(JSON.stringify(body), { status, headers });
}

function metadata(origin: string, tenantId: string): Record<string, Json> {
  const base = `${origin}/${tenantId}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  };
}

/** Reads and checks the request of a sign-in. What is wrong about the application stays on Microsoft's page. */
function signInRequest(
  world: World,
  tenantId: string,
  given: URLSearchParams,
): SignInRequest | Readonly<{ problem: string }> {
  const value = (name: string) => given.get(name) ?? '';
  if (tenantId !== world.settings.partnerTenantId) return { problem: 'AADSTS90002: Tenant not found.' };
  const application = world.settings.applications.find(({ clientId }) => clientId === value('client_id'));
  if (application === undefined) return { problem: 'AADSTS700016: Application was not found.' };
  const redirectUri = value('redirect_uri');
  const registered = world.settings.redirectUris;
  const isAddress = URL.canParse(redirectUri) && /^https?:$/.test(new URL(redirectUri).protocol);
  if (!isAddress || (registered !== undefined && !registered.includes(redirectUri)))
    return { problem: 'AADSTS50011: The redirect URI does not match the ones of the application.' };
  if (value('response_type') !== 'code') return { problem: 'AADSTS700054: response_type is not enabled.' };
  return {
    clientId: application.clientId,
    redirectUri,
    scope: value('scope'),
    state: value('state'),
    nonce: value('nonce'),
    codeChallenge: value('code_challenge_method') === 'S256' ? value('code_challenge') : '',
  };
}

/** Where the browser goes after the person's choice: back to the application. */
function answerAddress(world: World, request: SignInRequest, choice: string): string {
  const address = new URL(request.redirectUri);
  if (choice === 'mfa' || choice === 'password')
    address.searchParams.set('code', authorizationCode(world, request, choice === 'mfa' ? ['pwd', 'mfa'] : ['pwd']));
  else {
    address.searchParams.set('error', 'access_denied');
    address.searchParams.set('error_description', 'AADSTS65004: User declined to consent to access the app.');
  }
  address.searchParams.set('state', request.state);
  return address.href;
}

function signInPage(request: SignInRequest): string {
  const fields: Record<string, string> = {
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: request.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  };
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const choices = Object.entries({ ...PEOPLE, cancel: 'Cancel' }).map(
    ([choice, label]) =>
      `<button name="choice" value="${choice}" style="margin:.25rem .5rem .25rem 0">${label}</button>`,
  );
  return page(`<p>At Microsoft, this page is part of login.microsoftonline.com. Here it signs in
an Admin agent of the partner, without a password.</p>
<p>The application <code>${escaped(request.clientId)}</code> asks to act in Partner Center in your name:
<code>${escaped(request.scope)}</code></p>
<form method="post">${hidden.join('')}${choices.join('')}</form>`);
}

function problemPage(problem: string): string {
  return page(`<p role="alert">${escaped(problem)}</p>`);
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Sign in to your account</title></head>
<body style="font:16px system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem"><main><h1>Sign in to your account</h1>
${content}</main></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
