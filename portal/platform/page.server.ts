import { data, type RouterContextProvider } from 'react-router';
import { type Caller, callerOf, type RefusalError } from './caller.server.ts';
import { isRefusal } from './refusal.ts';

/** The answer of a form's action that was refused: the reasons in the caller's language, and what had been typed. */
export type FormAnswer = Readonly<{
  refusal: Readonly<{ code: string; errors: readonly RefusalError[] }>;
  typed: Readonly<Record<string, string>>;
}>;

type PageArgs = { request: Request; context: Readonly<RouterContextProvider> };

/**
 * Runs a form's action: gives the caller and the typed values, and turns a refusal into an answer with status 422 that keeps
 * what was typed. Passwords are never given back. Everything else that is thrown stays thrown.
 */
export async function answerForm<Result>(
  { request, context }: PageArgs,
  act: (caller: Caller, form: FormData) => Promise<Result>,
): Promise<Result | ReturnType<typeof data<FormAnswer>>> {
  const form = await request.formData();
  const caller = callerOf(context);
  try {
    return await act(caller, form);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const typed: Record<string, string> = {};
    for (const [name, value] of form) if (typeof value === 'string' && !/password/i.test(name)) typed[name] = value;
    const errors = caller.explain(error);
    return data<FormAnswer>({ refusal: { code: error.code, errors }, typed }, { status: 422 });
  }
}

/**
 * Runs a page's reads. What is not there, or is another account's, is a page that does not exist; what is not permitted says so.
 */
export async function answerPage<Result>(
  { context }: PageArgs,
  read: (caller: Caller) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(callerOf(context));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const status =
      error.code === 'permission.denied'
        ? 403
        : error.code.endsWith('.notFound') || error.code === 'input.invalid'
          ? 404
          : 422;
    throw data({ refusal: { code: error.code } }, { status });
  }
}
