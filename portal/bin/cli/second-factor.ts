import { eq } from 'drizzle-orm';
import { resetCustomerSecondFactor } from '#features/provider/provider.ts';
import { person } from '#features/users/users.ts';
import { systemActor } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

/** Takes the second factor from the person of a login, such as the last of the provider's staff who lost the phone. */
export async function resetSecondFactor(login: string): Promise<void> {
  await withPortal(async ({ app }) => {
    const [found] = await app.database.transaction({ kind: 'system' }, (tx) =>
      tx.select({ id: person.id }).from(person).where(eq(person.login, login.trim().toLowerCase())),
    );
    if (found === undefined) throw new UsageError(`Nobody has the login "${login}".`);
    const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
    await runOperation(app, resetCustomerSecondFactor, { userId: found.id }, caller);
  });
  process.stdout.write(
    `The second factor of "${login}" was reset and all sessions ended. A mail tells the person; the password alone ` +
      'signs in now.\n',
  );
}
