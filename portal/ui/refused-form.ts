import type { FormError } from './form-errors.tsx';
import { useLocale, useT } from './i18n.ts';
import { refusalWords } from './refusal-words.ts';

/** Why an operation said no, as it reaches a page. */
export type ShownRefusal = Readonly<{
  code: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
  fields: readonly Readonly<{
    path: string;
    code: string;
    facts?: Readonly<Record<string, string | number | boolean | null>>;
  }>[];
}>;

/** A form whose action was refused: what to show above it, beside a field, and in the fields. */
export type RefusedForm = Readonly<{
  /** For `FormErrors`; empty when nothing was refused. */
  errors: readonly FormError[];
  /** The sentence of one field, by its name. */
  errorOf(name: string): string | undefined;
  /** What had been typed. */
  typed(name: string): string | undefined;
}>;

/**
 * Turns the answer of a refused action (`FormAnswer`) into sentences for the reader; undefined for a form that was not
 * sent yet. The sentences stand in the messages as `refusal.<code>.customer` and `.provider`; see `refusalWords` for money.
 */
export function useRefusedForm(
  answer: Readonly<{ refusal: ShownRefusal; typed: Readonly<Record<string, string>> }> | undefined,
  reader: 'customer' | 'provider' = 'customer',
): RefusedForm {
  // The code is data of the operation that was called; a test proves that every code has its sentences.
  const say = useT() as unknown as (key: string, values: object) => string;
  const locale = useLocale();
  const sentence = (code: string, facts: ShownRefusal['facts'] = {}) =>
    say(`refusal.${code}.${reader}`, refusalWords(facts, locale));
  const refusal = answer?.refusal;
  const fields = (refusal?.fields ?? []).map(({ path, code, facts }) => ({
    name: path,
    message: sentence(code, facts),
  }));
  const whole = refusal && fields.length === 0 ? [{ message: sentence(refusal.code, refusal.facts) }] : [];
  return {
    errors: [...fields, ...whole],
    errorOf: (name) => fields.find((field) => field.name === name)?.message,
    typed: (name) => answer?.typed[name],
  };
}
