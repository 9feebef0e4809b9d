import { type Fields, isFields, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import type { Call } from './route.ts';
import { collection, link } from './wire-json.ts';

/** What a list was asked for. Its pages keep it, whatever the requests for the next ones say. */
export type PageQuery = Readonly<{ size: number; filter: string }>;

const SIZE_MAX = 500;
const CONTINUATION = 'MS-ContinuationToken';

/**
 * What is asked for: by the parameters `size` (0 and absent are the largest page) and `filter`, or by the token that an
 * earlier page named. Microsoft's SDKs send `seekOperation=Next` and the token, and nothing else.
 *
 * @source Partner Center, "Partner Center REST headers"; the routes of Microsoft's .NET SDK
 */
export function requestedPage(call: Call): PageQuery {
  const token = tokenFrom(call);
  if (token !== undefined) return token.query;
  const size = Number(call.query('size') ?? 0);
  if (!Number.isSafeInteger(size) || size < 0) throw new PartnerError(800002, ['size']);
  return { size: size === 0 ? SIZE_MAX : Math.min(size, SIZE_MAX), filter: call.query('filter') ?? '' };
}

/**
 * The page after the item that the token names. Items that are added before it move nothing: the next page continues
 * where the last one ended.
 *
 * @param all  in their order
 * @param uri  with the query that repeats the request: the next link can be followed as it is
 */
export function pageAfter<Item>(
  call: Call,
  all: readonly Item[],
  given: Readonly<{ uri: string; query: PageQuery; idOf: (item: Item) => string; shown: (item: Item) => Fields }>,
): Fields {
  const { uri, query, idOf, shown } = given;
  const after = tokenFrom(call)?.after;
  const found = after === undefined ? -1 : all.findIndex((item) => idOf(item) === after);
  const start = after !== undefined && found < 0 ? all.length : found + 1;
  const page = all.slice(start, start + query.size);
  const answer: Fields = collection(page.map(shown), uri);
  const last = page.at(-1);
  if (last === undefined || start + query.size >= all.length) return answer;
  const token = Buffer.from(JSON.stringify({ after: idOf(last), query })).toString('base64url');
  const next = {
    uri: `${uri}${uri.includes('?') ? '&' : '?'}seekOperation=Next`,
    method: 'GET',
    headers: [{ key: CONTINUATION, value: token }],
  };
  return { ...answer, links: { self: link(uri), next } };
}

function tokenFrom(call: Call): Readonly<{ after: string; query: PageQuery }> | undefined {
  const sent = call.header(CONTINUATION);
  if (sent === undefined) return undefined;
  const token = parsed(Buffer.from(sent, 'base64url').toString());
  const query = isFields(token) ? token.query : undefined;
  if (!isFields(token) || typeof token.after !== 'string' || !isFields(query))
    throw new PartnerError(800002, [CONTINUATION]);
  const { size, filter } = query;
  if (typeof size !== 'number' || typeof filter !== 'string' || size < 1)
    throw new PartnerError(800002, [CONTINUATION]);
  return { after: token.after, query: { size: Math.min(size, SIZE_MAX), filter } };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
