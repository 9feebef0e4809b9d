import { z } from 'zod';
import { type CallOptions, callIdentityOf } from './call-options.ts';
import type { Pages } from './collection.ts';
import type { Host, Method, Route, TokenNeed } from './routes.ts';
import type { RequestParts, Transport } from './transport.ts';

/** A route that the client has no call for. */
export type UnwrappedRoute<Path extends string = string> = Readonly<{
  method: Method;
  /** Below the host, with its version; names in braces are filled in from `parts.path` and escaped. */
  path: Path;
  token: TokenNeed;
  /** Default `api`. */
  host?: Host;
}>;

export type UnwrappedAnswer = Readonly<{
  /** 200–299, or one of `alsoAnswers`. */
  status: number;
  headers: Headers;
  /** The parsed body where it is JSON, unchecked; else its text; undefined where there is none. */
  body: unknown;
  /** The unread body, where `stream` was asked for. */
  stream: ReadableStream<Uint8Array> | undefined;
}>;

/** Any route of the same hosts, with the same tokens, limits, attempts and errors as all calls. */
export function unwrappedCalls(transport: Transport) {
  return {
    /**
     * ```ts
     * const { body } = await client.request(
     *   { method: 'GET', path: 'v1/customers/{customerId}/managedservices', token: 'appUser' },
     *   { path: { customerId } },
     * );
     * ```
     */
    async request<Path extends string>(
      route: UnwrappedRoute<Path>,
      parts: RequestParts<Path>,
      options: CallOptions = {},
    ): Promise<UnwrappedAnswer> {
      const known = routeOf(route);
      const call = callIdentityOf(known, options);
      const answer = await transport.send(known, { ...parts, json: 'whenSaid' }, { ...options, ...call });
      const { status, headers, stream, text } = answer;
      return { status, headers, stream, body: 'json' in answer ? answer.json : text === '' ? undefined : text };
    },
    /** A list, page by page or row by row; the rows are unchecked. */
    requestPages<Path extends string>(
      route: UnwrappedRoute<Path>,
      parts: RequestParts<Path>,
      options: CallOptions = {},
    ): Pages<unknown> {
      return transport.pages(routeOf(route), parts, z.unknown(), options);
    },
  };
}

function routeOf<Path extends string>({ method, path, token, host = 'api' }: UnwrappedRoute<Path>): Route<Path> {
  return { method, path, token, host, source: 'given by the caller' };
}
