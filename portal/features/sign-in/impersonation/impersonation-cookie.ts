import type { Connection } from '#platform/connection.ts';

/*
 * A cookie that opens nothing: the session alone decides who acts. Each process knows a caller for a moment by the
 * cookies of the request (`known-callers.server.ts`); a cookie that comes and goes lets all of them notice at once that
 * somebody acts in another person's place, or no longer does.
 */

const NAME = 'portal.impersonation';

export function markImpersonation(connection: Connection, publicUrl: string, impersonationId: string): void {
  connection.setCookie(`${NAME}=${impersonationId}; ${attributesOf(publicUrl)}`);
}

export function unmarkImpersonation(connection: Connection | undefined, publicUrl: string): void {
  connection?.setCookie(`${NAME}=; Max-Age=0; ${attributesOf(publicUrl)}`);
}

function attributesOf(publicUrl: string): string {
  return `Path=/; HttpOnly${publicUrl.startsWith('https:') ? '; Secure' : ''}; SameSite=Lax`;
}
