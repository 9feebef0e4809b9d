import assert from 'node:assert/strict';
import type { PathNames, Route } from './routes.ts';

/** Values for the query; absent values are left out, lists repeat their name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export type PathValues<Path extends string> = Readonly<Record<PathNames<Path>, string>>;

/**
 * The address of a call. Values are escaped; a value that would change the path (empty, `.`, `..`) is a bug of the
 * caller.
 */
export function requestUrl(
  base: string,
  route: Route,
  values: Readonly<Record<string, string>>,
  query: Query = {},
): URL {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    assert(value !== undefined && !/^\.{0,2}$/.test(value), `${route.path}: no usable ${name}`);
    return encodeURIComponent(value).replaceAll("'", '%27');
  });
  const url = new URL(`${base}/${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) url.searchParams.append(name, String(item));
    }
  }
  return url;
}

/**
 * The address of a link that Partner Center gave: `/customers/…` (below the version) or `/v1/customers/…`. An absolute
 * address is accepted on the same host only: the token is sent nowhere else. Undefined for any other address.
 */
export function linkUrl(base: string, link: string): URL | undefined {
  if (!link.startsWith('/')) {
    const url = URL.parse(link);
    return url?.origin === new URL(base).origin ? url : undefined;
  }
  if (link.startsWith('//')) return undefined;
  return new URL(/^\/v\d/i.test(link) ? `${base}${link}` : `${base}/v1${link}`);
}
