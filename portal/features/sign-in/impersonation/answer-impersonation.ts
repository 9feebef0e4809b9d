import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { impersonation } from '../tables.ts';
import { requestStateOf } from './impersonation-rules.ts';
import { notifyOfAnswer } from './notify-of-answer.job.ts';

/** Agrees to a request of the provider's staff to act in a person's place, or refuses it. */
export const answerImpersonation = operation({
  name: 'signIn.answerImpersonation',
  description:
    'Agrees to a request of the provider’s staff to use the portal in the place of a user of the account, or refuses ' +
    'it. After consent the staff may start within 24 hours.',
  kind: 'write',
  permission: 'accounts.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: z.object({
    impersonationId: idOf('impersonation').describe('The request.'),
    isAgreed: z.boolean().describe('True: the staff may act in the place of the user.'),
  }),
  output: z.object({}),
  refusals: ['signIn.impersonation.notFound', 'signIn.impersonationAnswered'],
  async run(context, { impersonationId, isAgreed }) {
    const { tx, audit, personId, services, jobs } = context;
    const request = await getRequestForUpdate(context, impersonationId);
    const now = services.machineClock.now();
    if (requestStateOf(request, now) !== 'waiting') throw new Refusal('signIn.impersonationAnswered');
    await tx
      .update(impersonation)
      .set({ isAgreed, answeredAt: now, answeredBy: personId })
      .where(eq(impersonation.id, impersonationId));
    const { personId: userId, impersonatorName } = request;
    const event = isAgreed ? 'signIn.impersonationAgreed' : 'signIn.impersonationRefused';
    await audit.record(event, { userId, impersonatorName });
    await jobs.start(notifyOfAnswer, { impersonationId });
    return {};
  },
});

async function getRequestForUpdate({ tx }: OperationContext, impersonationId: Id<'impersonation'>) {
  const [request] = await tx
    .select()
    .from(impersonation)
    .where(eq(impersonation.id, impersonationId))
    .for('no key update');
  if (request === undefined) throw new Refusal('signIn.impersonation.notFound');
  return request;
}
