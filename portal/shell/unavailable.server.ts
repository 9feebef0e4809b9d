import { randomBytes } from 'node:crypto';
import { localeOfBrowser } from '#features/sign-in/sign-in.ts';
import { DATABASE_RETRY_SECONDS } from '#platform/database-away.ts';
import type { Services } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { restErrorWriter } from './rest/rest-error.server.ts';
import { REST_PREFIX } from './rest/rest-path.ts';

/** While the database cannot be reached: the refusal of a request by REST. */
export function unavailableRefusal(): Refusal {
  return new Refusal('request.unavailable', { retryAfterSeconds: DATABASE_RETRY_SECONDS });
}

/**
 * The answer to a request while the portal starts, or while its database does not answer: status 503, for a person a
 * page in the language of the browser that loads again by itself, for a program the refusal in the form of REST.
 */
export function unavailable(
  request: Request,
  { translators, requestId }: Readonly<{ translators: Services['translators']; requestId: string }>,
): Response {
  const locale = localeOfBrowser(request);
  const headers = { 'Retry-After': String(DATABASE_RETRY_SECONDS), 'X-Request-Id': requestId };
  const { pathname } = new URL(request.url);
  if (pathname.startsWith(REST_PREFIX))
    return restErrorWriter(translators)(unavailableRefusal(), { locale, isProvider: false, requestId }, headers);

  const t = translators[locale];
  const nonce = randomBytes(16).toString('base64');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isData = pathname.endsWith('.data');
  const sentences = [
    t('shell.fault.unavailable.text'),
    t(isRead ? 'shell.fault.unavailable.read' : 'shell.fault.unavailable.write'),
  ];
  const page = document({ lang: locale, title: t('shell.fault.unavailable.title'), sentences, nonce, reloads: isRead });
  return new Response(isData ? sentences.join(' ') : page, {
    status: 503,
    headers: {
      ...headers,
      'Content-Type': isData ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
    },
  });
}

/** The look of the fault page, without the files that a starting process could not serve. */
const STYLE = `:root{color-scheme:light}body{margin:0;background:#f4f6f8;color:#1b1f24;
font:16px/1.5 'Segoe UI',system-ui,sans-serif}main{max-width:40rem;margin:12vh auto 0;padding:0 1.25rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}p{margin:0 0 .75rem}`;

function document(
  given: Readonly<{ lang: string; title: string; sentences: readonly string[]; nonce: string; reloads: boolean }>,
): string {
  const { lang, title, sentences, nonce, reloads } = given;
  return [
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    reloads ? `<meta http-equiv="refresh" content="${DATABASE_RETRY_SECONDS}">` : '',
    `<title>${title}</title><style nonce="${nonce}">${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1>${sentences.map((sentence) => `<p>${sentence}</p>`).join('')}</main></body></html>`,
  ].join('');
}
