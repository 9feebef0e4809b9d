import { useMemo } from 'react';
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
  // The same answer gives the same list: a new one would take the focus back to the summary while somebody types.
  const errors = useMemo(() => {
    const sentence = (code: string, facts: ShownRefusal['facts'] = {}) =>
      say(`refusal.${code}.${reader}`, refusalWords(facts, locale));
    if (answer === undefined) return [];
    const { code, facts, fields } = answer.refusal;
    if (fields.length === 0) return [{ message: sentence(code, facts) }];
    return fields.map((field): FormError => ({ name: field.path, message: sentence(field.code, field.facts) }));
  }, [answer, say, locale, reader]);
  return {
    errors,
    errorOf: (name) => errors.find((error) => error.name === name)?.message,
    typed: (name) => answer?.typed[name],
  };
}
