import { z } from 'zod';

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;

/**
 * A password that is about to be set. Common passwords and the person's own name are refused later, by `Credentials`.
 */
export const NewPassword = z
  .string()
  .min(PASSWORD_LENGTH_MIN)
  .max(PASSWORD_LENGTH_MAX)
  .describe('New password, 12 to 128 characters; not a common one, and not mainly the name of the person.');
