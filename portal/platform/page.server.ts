import { data, type RouterContextProvider } from 'react-router';
import { type Caller, callerOf, type RefusalError } from './caller.server.ts';
import { isRefusal, Refusal } from './refusal.ts';
import { VIEWER_FIELD } from './viewer-field.ts';

/** The answer of a form's action that was refused: the reasons in the caller's language, and the values as typed. */
export type FormAnswer = Readonly<{
  refusal: Readonly<{ code: string; errors: readonly RefusalError[] }>;
  typed: Readonly<Record<string, string>>;
}>;

type PageArgs = { request: Request; context: Readonly<RouterContextProvider> };

/**
 * Runs a form's action: gives the caller and the typed values, and turns a refusal into an answer with status 422 that
 * keeps the typed values. Passwords are never given back. Everything else that is thrown stays thrown.
 */
export async function answerForm<Result>(
  { request, context }: PageArgs,
  act: (caller: Caller, form: FormData) => Promise<Result>,
): Promise<Result | ReturnType<typeof data<FormAnswer>>> {
  const form = await formOf(request);
  const caller = callerOf(context);
  try {
    refuseOtherViewer(caller, form);
    return await act(caller, form);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const typed: Record<string, string> = {};
    for (const [name, value] of form)
      if (typeof value === 'string' && !/password/i.test(name)) typed[name] = value.slice(0, lengthMaxOf(name, error));
    const errors = caller.explain(error);
    return data<FormAnswer>({ refusal: { code: error.code, errors }, typed }, { status: 422 });
  }
}

/**
 * Refuses a form that was shown to somebody else: in another tab of the same browser one may meanwhile have signed in
 * as another person, or use the portal in another person's place, or no longer.
 *
 * @throws Refusal `request.otherPerson`
 */
function refuseOtherViewer({ signedIn }: Caller, form: FormData): void {
  const viewerId = form.get(VIEWER_FIELD);
  if (viewerId !== null && viewerId !== signedIn?.personId) throw new Refusal('request.otherPerson');
}

/**
 * The fields of a form.
 *
 * @throws an answer with status 400, when the body is not that of a form
 */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) throw data(null, { status: 400 });
    throw error;
  }
}

/** Characters that an answer gives back of a field that names no length of its own. */
const ECHOED_LENGTH_MAX = 2000;

/** Text that is too long is given back up to the length that its field takes. */
function lengthMaxOf(name: string, { fields }: Refusal): number {
  const tooLong = fields.find(({ path, code }) => path === name && code === 'input.tooLong');
  return Math.min(Number(tooLong?.facts?.maximum ?? ECHOED_LENGTH_MAX), ECHOED_LENGTH_MAX);
}

/**
 * The number in a field of a form that takes whole numbers, as people type it: `1.000` and `1,000` are a thousand in
 * every language. Whether it is whole and in range is decided by the operation that takes it.
 *
 * @throws Refusal `input.invalid` beside the field, when it is empty or holds no number
 */
export function numberIn(form: FormData, field: string): number {
  const typed = String(form.get(field) ?? '').trim();
  if (typed === '') throw new Refusal('input.invalid', {}, [{ path: field, code: 'input.required' }]);
  const digits = IN_THOUSANDS.test(typed) ? typed.replaceAll(/[^-\d]/g, '') : typed.replace(',', '.');
  if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(digits))
    throw new Refusal('input.invalid', {}, [{ path: field, code: 'input.invalidValue' }]);
  return Number(digits);
}

/** Groups of three digits with the same sign between them: a point, a comma, an apostrophe or a space. */
const IN_THOUSANDS = /^-?[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:['’]\d{3})+|(?:\s\d{3})+)$/;

/**
 * Runs a page's reads. A thing that does not exist, or belongs to another account, is a page that does not exist (404);
 * a page that the caller's role may not see says so (403).
 */
export async function answerPage<Result>(
  { context }: PageArgs,
  read: (caller: Caller) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(callerOf(context));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const status = error.code.startsWith('permission.')
      ? 403
      : error.code.endsWith('.notFound') || error.code === 'input.invalid'
        ? 404
        : 422;
    throw data({ refusal: { code: error.code } }, { status });
  }
}
