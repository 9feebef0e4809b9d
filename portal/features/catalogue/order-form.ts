import { z } from 'zod';

export const OrderForm = z
  .array(
    z.object({
      name: z
        .string()
        .regex(/^[a-zA-Z][a-zA-Z0-9]*$/)
        .describe('Key of the answer: letters and digits.'),
      label: z
        .object({
          it: z.string().min(1).describe('In Italian.'),
          en: z.string().min(1).describe('In English.'),
        })
        .describe('The question; for a `declaration` the sentence to agree to.'),
      type: z
        .enum(['text', 'email', 'number', 'choice', 'declaration'])
        .describe('Kind of the answer. A `declaration` is answered with `agreed`.'),
      isRequired: z.boolean().describe('The order is refused without an answer.'),
      choices: z.array(z.string().min(1)).optional().describe('Answers to choose from, of a `choice`.'),
    }),
  )
  .describe('Questions that an order of the product must answer beside licences and term, in their order.');
export type OrderForm = z.infer<typeof OrderForm>;

/** The answer to a declaration. */
export const AGREED = 'agreed';

/** The required questions of an order form that are not answered. */
export function openQuestions(
  orderForm: OrderForm | null,
  answers: Readonly<Record<string, string>> | null | undefined,
): OrderForm {
  return (orderForm ?? []).filter(({ name, type, isRequired }) => {
    const answer = (answers?.[name] ?? '').trim();
    return isRequired && (type === 'declaration' ? answer !== AGREED : answer === '');
  });
}
