import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Locale } from '#platform/wire.ts';

/** Titles and descriptions as they are stored. */
export type LocalizedTexts = Readonly<{
  title: string;
  titleEn: string | null;
  description: string;
  descriptionEn: string | null;
}>;

/** The language in which a reader wants descriptions. */
export const ReaderLanguage = Locale.optional().describe(
  'Language of descriptions, where they exist in several; without it that of the account. Titles have the language of ' +
    'the account, as in its orders.',
);

/** The language of an account. Names of own services follow it, so that pages, orders and documents agree. */
export async function languageOfAccount(tx: Tx, accountId: AccountId): Promise<Locale> {
  const [found] = await tx.select({ locale: account.locale }).from(account).where(eq(account.id, accountId));
  return found?.locale ?? 'it';
}

export function titleIn({ title, titleEn }: Pick<LocalizedTexts, 'title' | 'titleEn'>, language: Locale): string {
  return language === 'en' ? (titleEn ?? title) : title;
}

/**
 * The description in a language, where there is one.
 *
 * @param only  the language of texts that have one language
 */
export function descriptionIn(
  texts: LocalizedTexts,
  language: Locale,
  only: Locale,
): { text: string; language: Locale } {
  const { titleEn, description, descriptionEn } = texts;
  if (titleEn === null) return { text: description, language: only };
  return language === 'en' ? { text: descriptionEn ?? '', language: 'en' } : { text: description, language: 'it' };
}
