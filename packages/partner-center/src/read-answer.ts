import type { z } from 'zod';
import { findErrorInSuccess } from './error-body.ts';
import { findErrorCode } from './error-codes.ts';
import { type CallIdentity, PartnerCenterHttpError, PartnerCenterUnreadable } from './errors.ts';

/**
 * A type without the index signatures that tolerant schemas carry: unknown fields are kept in the value (and sent back
 * with it), but a misspelt name stays a type error.
 */
export type Known<T> = T extends (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? { [Key in keyof T as string extends Key ? never : Key]: Known<T[Key]> }
    : T;

/**
 * The body of a successful answer, checked. Unknown fields are kept; `null` counts as absent, as Microsoft's services
 * leave a field out or send `null` for the same thing.
 *
 * @throws PartnerCenterUnreadable; PartnerCenterHttpError when the "success" carries an error code
 */
export function readAnswer<S extends z.ZodType>(
  schema: S,
  answer: { status: number; text: string; json?: unknown },
  call: CallIdentity,
): Known<z.output<S>> {
  const body = 'json' in answer ? answer.json : parseJson(answer, call);
  const refused = findErrorInSuccess(body);
  if (refused !== undefined) {
    const retryAfterSeconds = findErrorCode(refused.code)?.retryAfterSeconds;
    throw new PartnerCenterHttpError(call, { status: answer.status, body: refused, retryAfterSeconds });
  }

  const parsed = schema.safeParse(withoutNulls(body));
  if (!parsed.success) {
    const details = detailsOf(parsed.error);
    throw new PartnerCenterUnreadable(call, { status: answer.status, reason: 'wrongShape', details });
  }
  return parsed.data as Known<z.output<S>>; // Only the type is narrowed: the value keeps its unknown fields.
}

/** Path and problem of the first issues, without values: `items.0.id: expected string`. */
export function detailsOf(error: z.ZodError, before: readonly PropertyKey[] = []): string[] {
  return error.issues.slice(0, 5).map(({ path, message }) => `${[...before, ...path].join('.')}: ${message}`);
}

/** @throws PartnerCenterUnreadable where the body is empty or no whole JSON */
export function parseJson(answer: { status: number; text: string }, call: CallIdentity): unknown {
  if (answer.text.trim() === '') throw new PartnerCenterUnreadable(call, { status: answer.status, reason: 'empty' });
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PartnerCenterUnreadable(call, { status: answer.status, reason: 'notJson' });
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}
