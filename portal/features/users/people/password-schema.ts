import { z } from 'zod';

export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

/**
 * A password that is about to be set. One that is easy to guess, or mainly a name, is refused later, by `Credentials`.
 */
export const NewPassword = z
  .string()
  .min(PASSWORD_LENGTH_MIN)
  .max(PASSWORD_LENGTH_MAX)
  .describe(
    'New password, 10 to 128 characters; not easy to guess, and not mainly the name of user, company or portal.',
  );
