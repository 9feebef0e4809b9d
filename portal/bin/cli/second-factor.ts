import { eq } from 'drizzle-orm';
import { resetCustomerSecondFactor } from '#features/provider/provider.ts';
import { loginKeyOf, person } from '#features/users/users.ts';
import { systemActor } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { UsageError } from './usage-error.ts';
import { withPortal } from './with-portal.ts';

/**
 * Takes the second factor from the person of a login, such as the last of the provider's staff who lost the phone.
 *
 * @param account  the id of the account, for a login that people of several accounts have
 */
export async function resetSecondFactor(login: string, account: string | undefined): Promise<void> {
  await withPortal(async ({ app }) => {
    const people = await app.database.transaction({ kind: 'system' }, (tx) =>
      tx
        .select({ id: person.id, accountId: person.accountId })
        .from(person)
        .where(eq(person.loginKey, loginKeyOf(login))),
    );
    const meant = people.filter(({ accountId }) => account === undefined || accountId === account);
    const [found, ...others] = meant;
    if (found === undefined) throw new UsageError(`Nobody has the login "${login}".`);
    if (others.length > 0) {
      const accounts = meant.map(({ accountId }) => accountId).join(', ');
      throw new UsageError(`People of several accounts have this login: name one with --account (${accounts}).`);
    }
    const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
    await runOperation(app, resetCustomerSecondFactor, { userId: found.id }, caller);
  });
  process.stdout.write(
    `The second factor of "${login}" was reset and all sessions ended. A mail tells the person; the password alone ` +
      'signs in now.\n',
  );
}
