import { type Offer, openQuestions } from '#features/catalogue/catalogue.ts';
import { Refusal } from '#platform/refusal.ts';

/**
 * Checks the answers of a line against the product's order form. Each missing answer is refused beside its field.
 *
 * @throws Refusal `input.invalid` with `input.required` or `input.notAgreed` of `answers.<name>`
 */
export function assertRequiredAnswers(
  { orderForm }: Pick<Offer, 'orderForm'>,
  answers: Readonly<Record<string, string>> | null,
): void {
  const open = openQuestions(orderForm, answers);
  if (open.length === 0) return;
  throw new Refusal(
    'input.invalid',
    {},
    open.map(({ name, type }) => ({
      path: `answers.${name}`,
      code: type === 'declaration' ? 'input.notAgreed' : 'input.required',
    })),
  );
}
