import { and, asc, eq, gte, isNull, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { auditRecord, mail } from '#platform/tables.ts';
import { InstantText } from '#platform/wire.ts';

const SHOWN_MAX = 100;

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What the portal did by itself since a moment, and the mails that went out: what followed from moving the time. */
export const listHappenings = operation({
  name: 'provider.listHappenings',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ since: InstantText }),
  output: z.object({
    records: z.array(
      z.object({
        id: z.string(),
        event: z.string(),
        accountName: z.string().nullable(),
        facts: Facts,
        createdAt: InstantText,
      }),
    ),
    mails: z.array(
      z.object({
        id: z.string(),
        recipient: z.string(),
        subject: z.string(),
        accountName: z.string(),
        createdAt: InstantText,
      }),
    ),
  }),
  async run({ tx }, { since }) {
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
      records: records.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
      mails: mails.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});
