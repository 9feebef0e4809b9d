import Bowser from 'bowser';
import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Connection } from '#platform/connection.ts';
import type { Tx } from '#platform/database.server.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { session } from '../tables.ts';
import type { Auth } from './auth.server.ts';

/** The open sessions of the caller, the newest first. */
export const listSessions = operation({
  name: 'signIn.listSessions',
  description: 'Lists the open sessions of the caller, the newest first.',
  kind: 'read',
  permission: 'signIn.self',
  input: PageRequest,
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the session; it is not the secret of the cookie.'),
      startedAt: InstantText.describe('Time of the sign-in, UTC, machine time.'),
      lastUsedAt: InstantText.describe('Time of the last use, UTC, machine time; exact to a quarter of an hour.'),
      ipAddress: z.string().nullable().describe('Address from which it was opened; null: not known.'),
      isCurrent: z.boolean().describe('True for the session of this request.'),
      device: z
        .object({
          browser: z.string().describe('Name of the browser.'),
          system: z.string().describe('Name of the operating system.'),
        })
        .nullable()
        .describe('Device, from the user agent that the browser sent; null: not known.'),
    }),
  ),
  async run({ tx, personId, services, connection }, request) {
    const own = eq(session.personId, personId);
    const rows = await tx
      .select()
      .from(session)
      .where(own)
      .orderBy(desc(session.createdAt), desc(session.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx.select({ count: count() }).from(session).where(own);
    const token = await currentToken(services.auth, tx, connection);
    return {
      items: rows.map((open) => ({
        id: open.id,
        startedAt: open.createdAt.toString(),
        lastUsedAt: open.updatedAt.toString(),
        ipAddress: open.ipAddress,
        isCurrent: open.token === token,
        device: deviceOf(open.userAgent ?? ''),
      })),
      total: all?.count ?? 0,
    };
  },
});

/** The token of the session whose cookie the request carries. */
async function currentToken(auth: Auth, tx: Tx, connection: Connection | undefined): Promise<string | undefined> {
  const headers = new Headers({ cookie: connection?.cookieHeader ?? '' });
  const read = { headers, query: { disableRefresh: true } };
  return (await auth.within(tx, () => auth.betterAuth.api.getSession(read)))?.session.token;
}

function deviceOf(userAgent: string): { browser: string; system: string } | null {
  if (userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  return browser.name && os.name ? { browser: browser.name, system: os.name } : null;
}
