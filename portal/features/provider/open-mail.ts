import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';
import { InstantText } from '#platform/wire.ts';
import { MAIL_STATUSES } from './list-choices.ts';

/** One mail with what it says. It may carry a link that signs somebody in, so each opening leaves a record in the customer's audit. */
export const openMail = operation({
  name: 'provider.openMail',
  kind: 'write',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ mailId: idOf('mail') }),
  output: z.object({
    id: z.string(),
    accountId: z.string(),
    accountName: z.string(),
    kind: z.string(),
    recipient: z.string(),
    subject: z.string(),
    textBody: z.string(),
    htmlBody: z.string(),
    status: z.enum(MAIL_STATUSES),
    attemptCount: z.number().int(),
    failure: z.string().nullable(),
    createdAt: InstantText,
    sentAt: InstantText.nullable(),
  }),
  refusals: ['provider.mail.notFound'],
  async run({ tx, audit }, { mailId }) {
    const [found] = await tx
      .select({ mail, accountName: account.name })
      .from(mail)
      .innerJoin(account, eq(account.id, mail.accountId))
      .where(eq(mail.id, mailId));
    if (found === undefined) throw new Refusal('provider.mail.notFound');
    const { personId: _, ...opened } = found.mail;
    await audit.record('provider.mailOpened', { mailId, kind: opened.kind }, opened.accountId);
    return {
      ...opened,
      accountName: found.accountName,
      createdAt: opened.createdAt.toString(),
      sentAt: opened.sentAt?.toString() ?? null,
    };
  },
});
