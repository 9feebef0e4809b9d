import { and, count, eq, gt, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { loginKeyOf } from '#features/users/users.ts';
import { networkOf } from '#platform/network.server.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { RECOVERIES_PER_NETWORK, RECOVERY_LINK_LIFETIME } from '../rules.ts';
import { findCandidates } from '../session/sign-in-candidates.ts';
import { recoveryRequest } from '../tables.ts';
import { sendRecoveryMails } from './send-recovery-mails.job.ts';

/**
 * Sends a link to choose a new password, if the login exists and may sign in. Neither the answer nor its time reveals
 * it: a job decides, and no row of a person is held meanwhile.
 */
export const requestRecovery = operation({
  name: 'signIn.requestRecovery',
  description:
    'Sends a mail with a link to choose a new password, valid for an hour, three times an hour at most. The answer ' +
    'is the same for every login. A person who was not activated yet gets no mail: an administrator sends the ' +
    'activation. A network may ask twenty times an hour.',
  kind: 'write',
  permission: 'signIn.enter',
  scope: 'system',
  input: z.object({ login: z.string().trim().min(1).max(320).describe('Login name.') }),
  output: z.object({}),
  refusals: ['signIn.tooManyRecoveries'],
  async run(context, { login }) {
    await countRequest(context);
    const candidates = await findCandidates(context.tx, loginKeyOf(login));
    await context.jobs.start(sendRecoveryMails, { personIds: candidates.map(({ person }) => person.id) });
    await context.audit.record('signIn.recoveryRequested', {}, null);
    return {};
  },
});

/** A job and the command line have no network, and no limit. */
async function countRequest({ tx, services, connection }: OperationContext): Promise<void> {
  if (connection === undefined) return;
  const network = networkOf(connection.address);
  const now = services.machineClock.now();
  const windowStart = now.subtract(RECOVERY_LINK_LIFETIME);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`recovery:${network}`}, 0))`);
  await tx.delete(recoveryRequest).where(lt(recoveryRequest.requestedAt, windowStart));
  const [made] = await tx
    .select({ count: count() })
    .from(recoveryRequest)
    .where(and(eq(recoveryRequest.network, network), gt(recoveryRequest.requestedAt, windowStart)));
  if ((made?.count ?? 0) >= RECOVERIES_PER_NETWORK) throw new Refusal('signIn.tooManyRecoveries');
  await tx.insert(recoveryRequest).values({ network, requestedAt: now });
}
