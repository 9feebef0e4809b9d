import { unlockSignIn } from '#features/sign-in/sign-in.ts';
import { systemActor } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { withPortal } from './with-portal.ts';

/** Ends the locks of a login: where nobody is left who could do it on a page. */
export async function unlock(login: string): Promise<void> {
  await withPortal(({ app }) =>
    runOperation(app, unlockSignIn, { login }, { actor: systemActor(), requestId: crypto.randomUUID() }),
  );
  process.stdout.write(`The sign-in of ${login} is not locked.\n`);
}
