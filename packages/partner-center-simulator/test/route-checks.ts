import type { Route } from '../src/route.ts';

/*
 * Checks of the list of routes. Each returns the problems that it found, one a line; none is an empty list.
 */

/** Every route names the page of Microsoft's documentation that it imitates. */
export function sourceProblems(routes: readonly Route[]): string[] {
  return routes
    .filter(({ source }) => source.trim() === '')
    .map(({ method, path }) => `${method} ${path}: it names no page of the documentation`);
}

/**
 * Every request has a route.
 *
 * @param requests  by name; a path begins with a slash, its variable parts have values or stand in braces
 */
export function answerProblems(
  requests: readonly Readonly<{ name: string; method: string; path: string }>[],
  routes: readonly Route[],
): string[] {
  const patterns = routes.map(({ method, path }) => ({
    method,
    path: new RegExp(`^${path.replaceAll('$', '\\$').replaceAll(/:\w+/g, '[^/]+')}$`, 'i'),
  }));
  return requests
    .filter(({ method, path }) => !patterns.some((route) => route.method === method && route.path.test(path)))
    .map(({ name, method, path }) => `${name}: no route answers ${method} ${path}`);
}
