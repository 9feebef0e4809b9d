import { formatMoney } from './format.ts';
import type { Locale } from './i18n.ts';

type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A fact of this name is money: an exact decimal as text, in the currency of the fact `currency` beside it. */
const MONEY = /^[a-z]+Amount$/;

/** Facts of a refusal as its sentence shows them: each `…Amount` as money in the reader's language, the others unchanged. */
export function refusalWords(facts: Facts, locale: Locale): Facts {
  const { currency } = facts;
  if (typeof currency !== 'string') return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      MONEY.test(name) && typeof fact === 'string' ? formatMoney({ amount: fact, currency }, locale) : fact,
    ]),
  );
}
