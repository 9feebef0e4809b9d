import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { loginKeyOf, person } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { endLocks } from './locks.ts';

/** Ends the locks of everybody who has a login: for the provider, and for the command line where nobody can help. */
export const unlockSignIn = operation({
  name: 'signIn.unlockSignIn',
  description:
    'Ends every lock of a login, of any account, before its time. The failed attempts that led to it no longer count.',
  kind: 'write',
  permission: 'provider.manage',
  keyScope: 'people',
  scope: 'provider',
  input: z.object({ login: z.string().trim().min(1).max(320).describe('Login name; case is ignored.') }),
  output: z.object({}),
  refusals: ['users.notFound'],
  async run(context, { login }) {
    const owners = await context.tx
      .select({ id: person.id, accountId: person.accountId })
      .from(person)
      .where(eq(person.loginKey, loginKeyOf(login)))
      .for('no key update');
    if (owners.length === 0) throw new Refusal('users.notFound');
    for (const { id: personId, accountId } of owners) {
      await endLocks(context, personId);
      await context.audit.record('signIn.unlocked', { personId }, accountId);
    }
    return {};
  },
});
