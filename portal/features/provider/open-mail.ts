import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { findPerson } from '#features/users/users.ts';
import { idOf } from '#platform/ids.ts';
import { openMailBodies } from '#platform/mail.server.ts';
import { withoutLink } from '#platform/mail-link.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';
import { InstantText } from '#platform/wire.ts';
import { MAIL_STATUSES } from './list-filters.ts';

export const openMail = operation({
  name: 'provider.openMail',
  description:
    'Returns one e-mail with its text. A link that is for the recipient alone is replaced by words, except in the demo ' +
    'without a mail server. Each call leaves a record in the audit of the customer.',
  kind: 'write',
  permission: 'provider.read',
  keyScope: 'read',
  scope: 'provider',
  input: z.object({ mailId: idOf('mail').describe('The e-mail.') }),
  output: z.object({
    id: idOf('mail').describe('The e-mail.'),
    accountId: idOf('account').describe('The account that it belongs to.'),
    accountName: z.string().describe('Name of that account.'),
    kind: z.string().describe('Kind of e-mail.'),
    recipient: z.string().describe('Address that it is for.'),
    subject: z.string().describe('Its subject.'),
    textBody: z.string().describe('Its text.'),
    htmlBody: z.string().describe('Its text as HTML.'),
    status: z.enum(MAIL_STATUSES).describe('`kept` where no mail server is configured.'),
    attemptCount: z.number().int().describe('Attempts to send it.'),
    failure: z.string().nullable().describe('Answer of the mail server at the last attempt that failed.'),
    createdAt: InstantText.describe('When it was written.'),
    sentAt: InstantText.nullable().describe('When it was sent.'),
  }),
  refusals: ['provider.mail.notFound'],
  async run(context, { mailId }) {
    const { tx, audit } = context;
    const [found] = await tx
      .select({ mail, accountName: account.name })
      .from(mail)
      .innerJoin(account, eq(account.id, mail.accountId))
      .where(eq(mail.id, mailId));
    if (found === undefined) throw new Refusal('provider.mail.notFound');
    const { mail: opened } = found;
    await audit.record('provider.mailOpened', { mailId, kind: opened.kind }, opened.accountId);
    return {
      ...opened,
      ...(await bodiesForStaff(context, opened)),
      accountName: found.accountName,
      createdAt: opened.createdAt.toString(),
      sentAt: opened.sentAt?.toString() ?? null,
    };
  },
});

/** The demo shows a personal link: its mails reach nobody, and people could not try the portal without it. */
async function bodiesForStaff({ tx, actor, services }: OperationContext, row: typeof mail.$inferSelect) {
  const asSent = services.outboxShowsLinks ? openMailBodies(services.secretBox, row) : undefined;
  if (asSent !== undefined) return { textBody: asSent.textBody, htmlBody: asSent.htmlBody };
  const reader = actor.personId === null ? undefined : await findPerson(tx, actor.personId);
  return withoutLink(row, services.translators[reader?.locale ?? 'it']('provider.mail.personalLink'));
}
