import { useMemo } from 'react';
import type { FormError } from './form-errors.tsx';

/** A form whose action was refused: the errors above it and beside each field, and the values for its fields. */
export type RefusedForm = Readonly<{
  /** For `FormErrors`; empty when nothing was refused. */
  errors: readonly FormError[];
  /** The sentence of one field, by its name. */
  errorOf(name: string): string | undefined;
  /** The value that had been typed into a field, by its name. */
  typed(name: string): string | undefined;
}>;

/** Reads the answer of a refused action (`FormAnswer`); undefined for a form that was not sent yet. */
export function useRefusedForm(
  answer:
    | Readonly<{ refusal: Readonly<{ errors: readonly FormError[] }>; typed: Readonly<Record<string, string>> }>
    | undefined,
): RefusedForm {
  return useMemo(() => {
    const errors = answer?.refusal.errors ?? [];
    return {
      errors,
      errorOf: (name) => errors.find((error) => error.name === name)?.message,
      typed: (name) => answer?.typed[name],
    };
  }, [answer]);
}
