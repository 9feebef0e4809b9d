import Bowser from 'bowser';
import { count, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { session } from '../tables.ts';

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
      device: z
        .object({
          browser: z.string().describe('Name of the browser.'),
          system: z.string().describe('Name of the operating system.'),
        })
        .nullable()
        .describe('Device, from the user agent that the browser sent; null: not known.'),
    }),
  ),
  async run({ tx, personId }, request) {
    const own = eq(session.personId, personId);
    const rows = await tx
      .select({ id: session.id, createdAt: session.createdAt, userAgent: session.userAgent })
      .from(session)
      .where(own)
      .orderBy(desc(session.createdAt), desc(session.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [all] = await tx.select({ count: count() }).from(session).where(own);
    return {
      items: rows.map((open) => ({
        id: open.id,
        startedAt: open.createdAt.toString(),
        device: deviceOf(open.userAgent ?? ''),
      })),
      total: all?.count ?? 0,
    };
  },
});

function deviceOf(userAgent: string): { browser: string; system: string } | null {
  if (userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  return browser.name && os.name ? { browser: browser.name, system: os.name } : null;
}
