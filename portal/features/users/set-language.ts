import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { person } from '../sign-in/tables.ts';

/** Chooses the language of one's pages and mails. */
export const setLanguage = operation({
  name: 'signIn.setLanguage',
  kind: 'write',
  permission: 'signIn.self',
  input: z.object({ locale: Locale }),
  output: z.object({}),
  async run({ tx, clock, audit, personId }, { locale }) {
    await tx.update(person).set({ locale, updatedAt: clock.now() }).where(eq(person.id, personId));
    await audit.record('signIn.languageSet', { personId, locale });
    return {};
  },
});
