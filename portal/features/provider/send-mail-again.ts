import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { deliverMail } from '#platform/mail.server.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';

export const sendMailAgain = operation({
  name: 'provider.sendMailAgain',
  description: 'Sends an e-mail again that could not be sent, once the mail server or the address is corrected.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ mailId: idOf('mail').describe('The e-mail, of status `failed`.') }),
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
