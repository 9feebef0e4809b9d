import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { deliverMail } from '#platform/mail.server.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';

export const sendMailAgain = operation({
  name: 'provider.sendMailAgain',
  description:
    'Sends an e-mail again that could not be sent, once the mail server or the address is corrected. Where it had a ' +
    'link for the recipient alone, another e-mail with a new link takes its place.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ mailId: idOf('mail').describe('The e-mail, of status `failed`.') }),
  output: z.object({}),
  refusals: ['provider.mail.notFound', 'provider.mailNotFailed', 'provider.mailLinkNotNeeded'],
  async run(context, { mailId }) {
    const { tx, audit, jobs } = context;
    const [row] = await tx.select().from(mail).where(eq(mail.id, mailId)).for('no key update');
    if (row === undefined) throw new Refusal('provider.mail.notFound');
    if (row.status !== 'failed') throw new Refusal('provider.mailNotFailed');
    await tx
      .update(mail)
      .set({ status: row.hasPersonalLink ? 'replaced' : 'waiting' })
      .where(eq(mail.id, mailId));
    await audit.record('provider.mailSentAgain', { mailId }, row.accountId);
    if (row.hasPersonalLink) await writeAgain(context, row);
    else await jobs.start(deliverMail, { accountId: row.accountId, mailId });
    return {};
  },
});

/** Its link was erased when it failed, and may have ended since. */
async function writeAgain(context: OperationContext, { kind, personId }: typeof mail.$inferSelect): Promise<void> {
  const write = context.services.personalMails[kind];
  // A mail to somebody outside the portal, such as the administrator of a Microsoft tenant, is requested anew.
  if (personId === null) throw new Refusal('provider.mailLinkNotNeeded');
  assert(write !== undefined, `a mail of kind ${kind} has a personal link but cannot be renewed`);
  if (!(await write(context, personId))) throw new Refusal('provider.mailLinkNotNeeded');
}
