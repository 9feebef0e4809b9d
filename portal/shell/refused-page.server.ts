import type { Services } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Locale } from '#platform/wire.ts';
import { paths } from '#ui/paths.ts';
import { refusalText } from '#ui/refusal-text.ts';
import { isForeignWrite } from './request-origin.ts';
import { restStatusOf } from './rest/rest-status.ts';

/** Bytes of a form's body, at most. */
export const PAGE_FORM_BYTES_MAX = 65_536;

/** The methods that pages take, for the header `Allow`. */
export const PAGE_METHODS = 'GET, HEAD, POST';

/** The kinds of body that a browser's form has. */
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * The reason for which a request to a page is refused before its body is read: a method that no page has, a form of
 * another site, or a body that is no form. Undefined when pages may answer it.
 */
export function pageRequestRefusal(request: Request, publicUrl: string): Refusal | undefined {
  const { method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return new Refusal('request.methodNotAllowed', { allowed: PAGE_METHODS });
  if (isForeignWrite(request, publicUrl)) return new Refusal('request.foreignOrigin');
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type !== undefined && FORM_TYPES.includes(type) ? undefined : new Refusal('request.notAForm');
}

/**
 * Answers a refused request to a page: a short page of its own, without the frame, in the reader's language; a script
 * of the portal, which requests the data of pages at addresses that end in `.data`, gets the sentence alone.
 */
export function refusedPage(
  request: Request,
  refusal: Refusal,
  { locale, translators }: Readonly<{ locale: Locale; translators: Services['translators'] }>,
): Response {
  const t = translators[locale];
  const sentence = refusalText(refusal, { t, locale }, 'customer');
  const isData = new URL(request.url).pathname.endsWith('.data');
  return new Response(isData ? sentence : document(locale, t('shell.fault.refused.title'), sentence), {
    status: restStatusOf(refusal.code),
    headers: {
      'Content-Type': isData ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(refusal.code === 'request.methodNotAllowed' ? { Allow: String(refusal.facts.allowed) } : {}),
    },
  });

  function document(lang: string, title: string, text: string): string {
    return [
      `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">`,
      `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title></head>`,
      `<body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>`,
      `<p><a href="${paths.dashboard()}">${escaped(t('shell.fault.home'))}</a></p></main></body></html>`,
    ].join('');
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
