import { formatMoney } from './format.ts';
import type { Locale, Translator } from './i18n.ts';

type Language = Pick<Translator, 't' | 'locale'>;

type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A refusal as its operation throws it: a code with facts, and for refused input one of each for every field. */
export type RefusalFacts = Readonly<{
  code: string;
  facts: Facts;
  fields: readonly Readonly<{ path: string; code: string; facts?: Facts }>[];
}>;

/** Refusals have one sentence for the people of customers and one for the provider's staff. */
export type RefusalReader = 'customer' | 'provider';

/** A fact of this name is money: an exact decimal as text, in the currency of the fact `currency` beside it. */
const MONEY = /^[a-z]+Amount$/;

/**
 * The sentences of a refusal: one for each refused field, with the field's name; else one for the whole. The texts are
 * the messages `refusal.<code>.customer` and `.provider`; a test proves that every code of an operation has both.
 */
export function refusalErrors(
  { code, facts, fields }: RefusalFacts,
  language: Language,
  reader: RefusalReader,
): { name?: string; message: string }[] {
  if (fields.length === 0) return [{ message: refusalText({ code, facts }, language, reader) }];
  return fields.map((field) => ({ name: field.path, message: refusalText(field, language, reader) }));
}

/** The sentence of one code. */
export function refusalText(
  { code, facts = {} }: Readonly<{ code: string; facts?: Facts }>,
  { t, locale }: Language,
  reader: RefusalReader,
): string {
  return t([`refusal.${code}.${reader}`, 'shell.fault.bug.text'], factsInText(facts, locale));
}

/** Facts as a sentence shows them: each `…Amount` as money in the reader's language, the others unchanged. */
export function factsInText(facts: Facts, locale: Locale): Facts {
  const { currency } = facts;
  if (typeof currency !== 'string') return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      MONEY.test(name) && typeof fact === 'string' ? formatMoney({ amount: fact, currency }, locale) : fact,
    ]),
  );
}
