import Bowser from 'bowser';
import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, Locale } from '#platform/wire.ts';
import { session } from '../sign-in/tables.ts';
import { getPerson } from './people.ts';

/** One's own data. */
export const getProfile = operation({
  name: 'signIn.getProfile',
  kind: 'read',
  permission: 'signIn.self',
  input: z.object({}),
  output: z.object({
    login: z.string(),
    email: z.string(),
    notificationEmail: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().nullable(),
    locale: Locale,
    role: z.enum(['serviceUser', 'administrator', 'provider']),
    passwordSetAt: InstantText.nullable(),
    /** Where one is signed in, newest first; machine time. */
    sessions: z.array(
      z.object({
        startedAt: InstantText,
        /** As the browser tells of itself; null where it does not, or is not known. */
        device: z.object({ browser: z.string(), system: z.string() }).nullable(),
      }),
    ),
  }),
  async run({ tx, personId }) {
    const self = await getPerson(tx, personId);
    const sessions = await tx
      .select({ createdAt: session.createdAt, userAgent: session.userAgent })
      .from(session)
      .where(eq(session.personId, personId))
      .orderBy(desc(session.createdAt))
      .limit(50);
    return {
      login: self.login ?? '',
      email: self.email,
      notificationEmail: self.notificationEmail,
      firstName: self.firstName,
      lastName: self.lastName,
      phone: self.phone,
      locale: self.locale,
      role: self.role,
      passwordSetAt: self.passwordSetAt?.toString() ?? null,
      sessions: sessions.map((open) => ({
        startedAt: open.createdAt.toString(),
        device: deviceOf(open.userAgent ?? ''),
      })),
    };
  },
});

function deviceOf(userAgent: string): { browser: string; system: string } | null {
  if (userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  return browser.name && os.name ? { browser: browser.name, system: os.name } : null;
}
