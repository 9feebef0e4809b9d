import type { z } from 'zod';
import type { Caller } from '#platform/caller.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { addPasskey } from '../second-factor/add-passkey.ts';
import { beginAppSetUp } from '../second-factor/begin-app-set-up.ts';
import { confirmAppSetUp } from '../second-factor/confirm-app-set-up.ts';
import { NewPasskey, PasskeySignature } from '../second-factor/factor-schema.ts';
import { getAppSetUp } from '../second-factor/get-app-set-up.ts';
import { getSecondFactor } from '../second-factor/get-second-factor.ts';
import { removeApp } from '../second-factor/remove-app.ts';
import { removePasskey } from '../second-factor/remove-passkey.ts';
import { replaceRecoveryCodes } from '../second-factor/replace-recovery-codes.ts';

/** The forms of the second factor, each shown alone: the value of `form` in the address of the page. */
export const FACTOR_FORMS = ['app', 'removeApp', 'passkey', 'removePasskey', 'codes'] as const;
export type FactorForm = (typeof FACTOR_FORMS)[number];

/** Reads the second factor of the caller, and the key of an app that is being set up. */
export async function loadSecondFactor(caller: Caller, search: URLSearchParams) {
  const factor = await caller.call(getSecondFactor, {});
  const form = FACTOR_FORMS.find((one) => one === search.get('form')) ?? null;
  const setUp = form === 'app' && factor.isAppSetUpOpen ? await caller.call(getAppSetUp, {}) : null;
  return { factor, form, setUp, passkeyId: search.get('passkey') };
}

export type ShownFactor = Awaited<ReturnType<typeof loadSecondFactor>>;

/** The outcome of a form. `recoveryCodes` are shown this once; `again` stays with the form. */
export type FactorOutcome =
  | Readonly<{ done: 'appAdded' | 'appRemoved' | 'passkeyAdded' | 'passkeyRemoved' | 'codesReplaced' }>
  | Readonly<{ again: 'app' }>;

/** Does what a form of the second factor asks for. */
export async function changeSecondFactor(
  caller: Caller,
  form: FormData,
): Promise<FactorOutcome & Readonly<{ recoveryCodes: string[] | null }>> {
  const text = (name: string) => String(form.get(name) ?? '');
  const currentPassword = text('currentPassword');
  const code = text('code');
  switch (form.get('intent')) {
    case 'beginApp':
      await caller.call(beginAppSetUp, { currentPassword });
      return { again: 'app', recoveryCodes: null };
    case 'confirmApp':
      return { done: 'appAdded', ...(await caller.call(confirmAppSetUp, { code })) };
    case 'removeApp':
      await caller.call(removeApp, { currentPassword, code });
      return { done: 'appRemoved', recoveryCodes: null };
    case 'addPasskey': {
      const answer = passkeyAnswerIn(form, NewPasskey, 'signIn.passkeyNotAdded');
      return { done: 'passkeyAdded', ...(await caller.call(addPasskey, { name: text('name'), answer })) };
    }
    case 'removePasskey':
      await caller.call(removePasskey, { passkeyId: text('passkeyId'), currentPassword, code });
      return { done: 'passkeyRemoved', recoveryCodes: null };
    default:
      return { done: 'codesReplaced', ...(await caller.call(replaceRecoveryCodes, { currentPassword })) };
  }
}

/** @throws Refusal `signIn.passkeyRefused` without the answer of a passkey, such as from a browser without scripts */
export function passkeySignatureIn(form: FormData) {
  return passkeyAnswerIn(form, PasskeySignature, 'signIn.passkeyRefused');
}

function passkeyAnswerIn<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
  code: 'signIn.passkeyNotAdded' | 'signIn.passkeyRefused',
): z.output<Schema> {
  const parsed = schema.safeParse(jsonIn(String(form.get('answer') ?? '')));
  if (!parsed.success) throw new Refusal(code);
  return parsed.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
