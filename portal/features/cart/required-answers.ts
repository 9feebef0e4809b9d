import type { offer } from '#features/catalogue/catalogue.ts';
import { Refusal } from '#platform/refusal.ts';

/**
 * Holds the answers of a line against what the product's order form requires. Each question left open carries the sentence.
 *
 * @throws Refusal `input.invalid` with `input.required` of `answers.<name>`
 */
export function assertRequiredAnswers(
  { orderForm }: Pick<typeof offer.$inferSelect, 'orderForm'>,
  answers: Readonly<Record<string, string>> | null,
): void {
  const open = (orderForm ?? []).filter(({ name, isRequired }) => isRequired && (answers?.[name] ?? '').trim() === '');
  if (open.length === 0) return;
  throw new Refusal(
    'input.invalid',
    {},
    open.map(({ name }) => ({ path: `answers.${name}`, code: 'input.required' })),
  );
}
