import { and, asc, eq, gte, isNull, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { eventText, translateFor } from '#features/audit/audit.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { auditRecord, mail } from '#platform/tables.ts';
import { InstantText } from '#platform/wire.ts';
import { AuditFacts } from './audit-facts.ts';

const SHOWN_MAX = 100;

export const listActivity = operation({
  name: 'provider.listActivity',
  description:
    'Lists what the portal did by itself since an instant, and the e-mails that it wrote: the consequences of ' +
    'moving the time.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ since: InstantText.describe('The first instant that counts.') }),
  output: z.object({
    records: z
      .array(
        z.object({
          id: idOf('auditRecord').describe('The audit record.'),
          event: z.string().describe('Name of the event.'),
          text: z.string().describe('The event in words, in the caller’s language.'),
          accountName: z.string().nullable().describe('Account that it touched; null where it touched none.'),
          facts: AuditFacts,
          createdAt: InstantText.describe('When it happened.'),
        }),
      )
      .describe('Up to 100 events, the oldest first.'),
    mails: z
      .array(
        z.object({
          id: idOf('mail').describe('The e-mail.'),
          recipient: z.string().describe('Address that it is for.'),
          subject: z.string().describe('Its subject.'),
          accountName: z.string().describe('Account that it belongs to.'),
          createdAt: InstantText.describe('When it was written.'),
        }),
      )
      .describe('Up to 100 e-mails, the oldest first.'),
  }),
  async run(context, { since }) {
    const { tx } = context;
    const t = await translateFor(context);
    const from = Temporal.Instant.from(since);
    const records = await tx
      .select({
        id: auditRecord.id,
        event: auditRecord.event,
        accountName: account.name,
        facts: auditRecord.facts,
        createdAt: auditRecord.createdAt,
      })
      .from(auditRecord)
      .leftJoin(account, eq(account.id, auditRecord.accountId))
      .where(
        and(
          gte(auditRecord.createdAt, from),
          isNull(auditRecord.personId),
          or(isNull(auditRecord.accountId), ne(account.kind, 'provider')),
        ),
      )
      .orderBy(asc(auditRecord.createdAt), asc(auditRecord.id))
      .limit(SHOWN_MAX);
    const mails = await tx
      .select({
        id: mail.id,
        recipient: mail.recipient,
        subject: mail.subject,
        accountName: account.name,
        createdAt: mail.createdAt,
      })
      .from(mail)
      .innerJoin(account, eq(account.id, mail.accountId))
      .where(gte(mail.createdAt, from))
      .orderBy(asc(mail.createdAt), asc(mail.id))
      .limit(SHOWN_MAX);
    return {
      records: records.map((row) => ({ ...row, text: eventText(t, row), createdAt: row.createdAt.toString() })),
      mails: mails.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});
