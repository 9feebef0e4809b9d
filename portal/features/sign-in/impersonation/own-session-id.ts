import { eq } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { session } from '../tables.ts';

/**
 * The session whose cookie the request carries, whoever acts in it. Undefined without one: a program with a key, the
 * command line, a browser whose session has ended.
 */
export async function findOwnSessionId(context: OperationContext): Promise<Id<'session'> | undefined> {
  const { tx, services, connection } = context;
  const headers = new Headers({ cookie: connection?.cookieHeader ?? '' });
  const { betterAuth, within } = services.auth;
  const found = await within(tx, () => betterAuth.api.getSession({ headers, query: { disableRefresh: true } }));
  if (found === null) return undefined;
  const [row] = await tx.select({ id: session.id }).from(session).where(eq(session.token, found.session.token));
  return row?.id;
}
