import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { findPerson, mailFactsOf, sendSignInMail } from '#features/users/users.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import { impersonation } from '../tables.ts';
import { impersonationAnsweredMail } from './impersonation-answered.mail.ts';

/**
 * Sends the mail about an answer to the person of the provider's staff who has asked. A job does it: the operation runs
 * in the scope of a customer, which does not see the provider's people.
 */
export const notifyOfAnswer = job({
  name: 'signIn.notifyOfImpersonationAnswer',
  queue: 'mails',
  data: z.object({ impersonationId: idOf('impersonation') }) as z.ZodType<{ impersonationId: Id<'impersonation'> }>,
  accountIdOf: () => null,
  attempts: 5,
  retryAfterSeconds: 15,
  run: ({ inTransaction }, { impersonationId }) =>
    inTransaction(async (context) => {
      const { tx } = context;
      const [request] = await tx.select().from(impersonation).where(eq(impersonation.id, impersonationId));
      if (request === undefined) return;
      const reader = await findPerson(tx, request.impersonatorId);
      const target = await findPerson(tx, request.personId);
      // Somebody was removed meanwhile: there is nothing to start any more.
      if (reader === undefined || target === undefined) return;
      const isAgreed = request.isAgreed === true;
      const facts = { reader, target, isAgreed, ...(await mailFactsOf(context, target.accountId)) };
      await sendSignInMail(context, reader, (t) => impersonationAnsweredMail(t, facts));
    }),
});
