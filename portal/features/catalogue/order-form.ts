import { z } from 'zod';

/** What an order of a product asks for beside seats and term: the fields of its order form, in order. */
export const OrderForm = z.array(
  z.object({
    /** The answer's key: letters and digits. */
    name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/),
    label: z.object({ it: z.string().min(1), en: z.string().min(1) }),
    /** A `declaration` is a sentence that the buyer agrees to; its answer is {@link AGREED}. */
    type: z.enum(['text', 'email', 'number', 'choice', 'declaration']),
    isRequired: z.boolean(),
    /** Of a `choice`. */
    choices: z.array(z.string().min(1)).optional(),
  }),
);
export type OrderForm = z.infer<typeof OrderForm>;

export const AGREED = 'agreed';

/** The required questions of an order form that answers leave open. */
export function openQuestions(
  orderForm: OrderForm | null,
  answers: Readonly<Record<string, string>> | null | undefined,
): OrderForm {
  return (orderForm ?? []).filter(({ name, type, isRequired }) => {
    const answer = (answers?.[name] ?? '').trim();
    return isRequired && (type === 'declaration' ? answer !== AGREED : answer === '');
  });
}
