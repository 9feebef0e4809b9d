import { z } from 'zod';
import { NewPassword } from '#features/users/users.ts';

/** A new password, typed twice. */
export const NewPasswordTwice = {
  password: NewPassword,
  repeatedPassword: z.string().describe('The new password again.'),
};

export function isRepeated(typed: { password: string; repeatedPassword: string }): boolean {
  return typed.password === typed.repeatedPassword;
}

export const NOT_REPEATED = { path: ['repeatedPassword'], message: 'input.passwordsDiffer' };
