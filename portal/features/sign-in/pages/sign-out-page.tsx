import { redirect } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { paths } from '#ui/paths.ts';
import { authOf } from '../resolve-caller.server.ts';
import type { Route } from './+types/sign-out-page.ts';

/** Signing out is a form's post, so that no link can do it; the bare address leads to sign-in. */
export function loader() {
  return redirect(paths.signIn());
}

export async function action({ context }: Route.ActionArgs) {
  return redirect(`${paths.signIn()}?reason=signedOut`, { headers: await authOf(callerOf(context)).signOut() });
}
