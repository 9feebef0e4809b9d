import { and, count, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { findPersonForUpdate, type PersonRow } from '#features/users/users.ts';
import { PersonId } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { RECOVERY_LINK_LIFETIME } from '../rules.ts';
import { passwordLink } from '../tables.ts';
import { sendRecovery } from './send-recovery.ts';

const LINKS_PER_LIFETIME = 3;

/** Sends the link of a recovery to the people whom the login may mean: all, one or none of them. */
export const sendRecoveryMails = job({
  name: 'signIn.sendRecoveryMails',
  queue: 'mails',
  data: z.object({ personIds: z.array(PersonId) }) as z.ZodType<{ personIds: PersonId[] }>,
  accountIdOf: () => null,
  attempts: 5,
  retryAfterSeconds: 5,
  async run({ inTransaction }, { personIds }) {
    for (const personId of personIds) {
      await inTransaction(async (context) => {
        const owner = await findPersonForUpdate(context.tx, personId);
        if (owner === undefined || !(await mayRecover(context, owner))) return;
        await sendRecovery(context, owner);
        await context.audit.record('signIn.recoverySent', { personId }, owner.accountId);
      });
    }
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
