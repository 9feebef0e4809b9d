import type { ErrorMessageKey } from '@licence-portal/partner-center';
import en from '@licence-portal/partner-center/messages/en.json' with { type: 'json' };
import it from '@licence-portal/partner-center/messages/it.json' with { type: 'json' };
import type { AnyVendor } from '#features/orders/orders.ts';
import type { Locale } from '#platform/wire.ts';

/** The meaning of Microsoft's answer, in a sentence for the provider. */
export const explain: NonNullable<AnyVendor['explain']> = ({ meaning }) =>
  typeof meaning === 'string' ? explainMeaning(meaning) : undefined;

/** The sentence of a meaning, in each language. */
export function explainMeaning(meaning: string): Readonly<Record<Locale, string>> | undefined {
  return isMeaning(meaning) ? { it: SENTENCES.it[meaning], en: SENTENCES.en[meaning] } : undefined;
}

const SENTENCES: Readonly<Record<Locale, Readonly<Record<ErrorMessageKey, string>>>> = { it, en };

function isMeaning(text: string): text is ErrorMessageKey {
  return Object.hasOwn(SENTENCES.it, text);
}
