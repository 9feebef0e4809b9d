import { z } from 'zod';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './rules.ts';

/** A password that somebody chooses. What it must not be is asked by `judgePassword`. */
export const NewPassword = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);

/** A new password, typed twice. */
export const NewPasswordTwice = { password: NewPassword, repeatedPassword: z.string() };

export function isRepeated(typed: { password: string; repeatedPassword: string }): boolean {
  return typed.password === typed.repeatedPassword;
}

export const NOT_REPEATED = { path: ['repeatedPassword'], message: 'input.passwordsDiffer' };
