import { redirect } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { paths } from '#ui/paths.ts';
import { signOut } from '../session/sign-out.ts';
import type { Route } from './+types/sign-out-page.ts';

/** Signing out is a form's post, so that no link can do it; the bare address redirects to the sign-in page. */
export function loader() {
  return redirect(paths.signIn());
}

export async function action({ context }: Route.ActionArgs) {
  await callerOf(context).call(signOut, {});
  return redirect(`${paths.signIn()}?reason=signedOut`);
}
