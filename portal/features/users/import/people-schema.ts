import { z } from 'zod';
import { PEOPLE_FIELDS, PEOPLE_MAX } from './people-columns.ts';

const cell = (description: string) => z.string().max(400).default('').describe(description);

/** People as typed: what is wrong with one is said of its field, and does not refuse the others. */
export const TypedPeople = z
  .array(
    z.object({
      firstName: cell('First name.'),
      lastName: cell('Last name.'),
      email: cell('Sign-in e-mail.'),
      login: cell('Name to sign in by; empty: the e-mail.'),
      notificationEmail: cell('Second e-mail, for notifications; empty: none.'),
    }),
  )
  .min(1)
  .max(PEOPLE_MAX)
  .describe('The people, 1 to 1,000.');

/** What became of one row, or would. */
export const JudgedRow = z.object({
  status: z
    .enum(['valid', 'exists', 'faulty'])
    .describe('`exists`: the account has a user with this e-mail, who is left as is.'),
  problems: z
    .array(
      z.object({
        field: z.enum(PEOPLE_FIELDS).describe('The field.'),
        code: z.string().describe('Code of what is wrong, as in a refusal of this field.'),
        facts: z.record(z.string(), z.union([z.string(), z.number()])).describe('Values for the sentence of the code.'),
      }),
    )
    .describe('What is wrong with the row; empty unless it is faulty.'),
});
