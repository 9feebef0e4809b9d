import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { person } from '../tables.ts';

/** Sets the language of the caller's pages and mails. */
export const setLanguage = operation({
  name: 'users.setLanguage',
  description: 'Sets the language of the caller’s pages, mails and refusals.',
  kind: 'write',
  permission: 'users.self',
  input: z.object({ locale: Locale.describe('Language: `it` or `en`.') }),
  output: z.object({}),
  async run({ tx, clock, audit, personId }, { locale }) {
    await tx.update(person).set({ locale, updatedAt: clock.now() }).where(eq(person.id, personId));
    await audit.record('users.languageSet', { personId, locale });
    return {};
  },
});
