import type { Connection } from '#platform/connection.ts';
import { ADDRESS_HEADER } from '../session/auth.server.ts';

/** The cookies of Better Auth that its calls about the second factor read, by the names that it gives them. */
export type AuthCookie = 'session_token' | 'two_factor' | 'better-auth-passkey';

/**
 * The headers for a call of Better Auth, with the named cookies of the request and no others: with a session and a
 * pending sign-in in one request it would check a code of the wrong person.
 */
export function authHeaders(connection: Connection | undefined, names: readonly AuthCookie[]): Headers {
  const cookies = names.flatMap((name) => {
    const cookie = findCookie(connection?.cookieHeader ?? '', name);
    return cookie === undefined ? [] : [`${cookie.name}=${cookie.value}`];
  });
  return new Headers({
    cookie: cookies.join('; '),
    [ADDRESS_HEADER]: connection?.address ?? '',
    'user-agent': connection?.userAgent ?? '',
  });
}

/**
 * A cookie of Better Auth, as it stands in a `Cookie` or `Set-Cookie` header: its name has a prefix where the portal is
 * reached by https.
 */
export function findCookie(header: string, name: AuthCookie): { name: string; value: string } | undefined {
  const found = new RegExp(`(?:^|;\\s*)((?:__Secure-)?portal\\.${name})=([^;]*)`).exec(header);
  return found?.[1] === undefined || found[2] === undefined ? undefined : { name: found[1], value: found[2] };
}
