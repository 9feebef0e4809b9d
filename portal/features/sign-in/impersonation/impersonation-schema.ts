import { z } from 'zod';
import { PersonId } from '#platform/ids.ts';

export const ImpersonationReason = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .describe('Why somebody acts in the person’s place, 1 to 300 characters; the person reads it.');

/** What somebody who acts in another person's place asks for. */
export const ImpersonationRequest = z.object({
  userId: PersonId.describe('Id of the person in whose place to act.'),
  reason: ImpersonationReason,
  mayWrite: z
    .boolean()
    .default(false)
    .describe('True: changes are possible too, beside passwords, second factors, keys, users and their rights.'),
});
