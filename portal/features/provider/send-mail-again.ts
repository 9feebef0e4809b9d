import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { deliverMail } from '#platform/mail.server.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';

/** Tries a mail again that could not be sent: after the mail server or the address was mended. */
export const sendMailAgain = operation({
  name: 'provider.sendMailAgain',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ mailId: idOf('mail') }),
  output: z.object({}),
  refusals: ['provider.mail.notFound', 'provider.mailNotFailed'],
  async run({ tx, audit, jobs }, { mailId }) {
    const [row] = await tx.select().from(mail).where(eq(mail.id, mailId)).for('update');
    if (row === undefined) throw new Refusal('provider.mail.notFound');
    if (row.status !== 'failed') throw new Refusal('provider.mailNotFailed');
    await tx.update(mail).set({ status: 'waiting' }).where(eq(mail.id, mailId));
    await audit.record('provider.mailSentAgain', { mailId }, row.accountId);
    await jobs.start(deliverMail, { accountId: row.accountId, mailId });
    return {};
  },
});
