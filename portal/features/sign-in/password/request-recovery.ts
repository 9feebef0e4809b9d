import { and, count, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { type PersonRow, person } from '#features/users/users.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { normalizeLogin, RECOVERY_LINK_LIFETIME } from '../rules.ts';
import { passwordLink } from '../tables.ts';
import { sendRecovery } from './send-recovery.ts';

const LINKS_PER_LIFETIME = 3;

/** Sends a link to choose a new password, if the login exists and may sign in; the answer does not reveal it. */
export const requestRecovery = operation({
  name: 'signIn.requestRecovery',
  description:
    'Sends a mail with a link to choose a new password, valid for an hour, three times an hour at most. The answer ' +
    'is the same for every login. A person who was not activated yet gets no mail: an administrator sends the ' +
    'activation.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ login: z.string().trim().min(1).max(320).describe('Login name.') }),
  output: z.object({}),
  async run(context, { login }) {
    const [owner] = await context.tx
      .select()
      .from(person)
      .where(eq(person.login, normalizeLogin(login)))
      .for('update');
    const sent = owner !== undefined && (await mayRecover(context, owner));
    if (sent) await sendRecovery(context, owner);
    await context.audit.record('signIn.recoveryRequested', { sent }, owner?.accountId ?? null);
    return {};
  },
});

async function mayRecover({ tx, clock }: OperationContext, owner: PersonRow): Promise<boolean> {
  if (owner.disabledAt !== null || owner.passwordSetAt === null) return false;
  const [sent] = await tx
    .select({ count: count() })
    .from(passwordLink)
    .where(
      and(
        eq(passwordLink.personId, owner.id),
        eq(passwordLink.purpose, 'recovery'),
        gt(passwordLink.createdAt, clock.now().subtract(RECOVERY_LINK_LIFETIME)),
      ),
    );
  return (sent?.count ?? 0) < LINKS_PER_LIFETIME;
}
