import { redirect } from 'react-router';
import { setLanguage } from '#features/users/users.ts';
import { callerOf } from '#platform/caller.server.ts';
import { formOf } from '#platform/page.server.ts';
import { Locale } from '#platform/wire.ts';
import { paths } from '#ui/paths.ts';
import { LOCALE_COOKIE } from '../session/browser-locale.ts';
import { safeReturnPath } from '../session/return-path.ts';
import type { Route } from './+types/language-page.ts';

const ONE_YEAR_SECONDS = 31_536_000;

export function loader() {
  return redirect(paths.dashboard());
}

/** Stores the language, with the person who is signed in and in this browser, and redirects to the page before. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await formOf(request);
  const back = safeReturnPath(String(form.get('returnTo') ?? ''));
  const locale = Locale.safeParse(form.get('locale'));
  if (!locale.success) return redirect(back);
  const caller = callerOf(context);
  if (caller.signedIn !== null && caller.signedIn.impersonation === null)
    await caller.call(setLanguage, { locale: locale.data });
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  const cookie = `${LOCALE_COOKIE}=${locale.data}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}`;
  return redirect(back, { headers: { 'Set-Cookie': cookie } });
}
