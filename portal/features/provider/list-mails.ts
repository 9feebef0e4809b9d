import { and, asc, count, desc, eq, ilike, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { mail } from '#platform/tables.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';
import { MAIL_STATUSES } from './list-choices.ts';

/** The outbox: every mail that the portal wrote, the newest first. What they say is shown one at a time. */
export const listMails = operation({
  name: 'provider.listMails',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    /** In the recipient or the subject. */
    search: z.string().trim().max(200).default(''),
    /** Any of these; all when empty. */
    statuses: z.array(z.enum(MAIL_STATUSES)).default([]),
    descending: z.boolean().default(true),
  }),
  output: z.object({
    total: z.number().int(),
    mails: z.array(
      z.object({
        id: z.string(),
        recipient: z.string(),
        subject: z.string(),
        status: z.enum(MAIL_STATUSES),
        accountId: z.string(),
        accountName: z.string(),
        createdAt: InstantText,
      }),
    ),
  }),
  async run({ tx }, { search, statuses, descending, page, pageSize }) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const where = and(
      statuses.length === 0 ? undefined : inArray(mail.status, statuses),
      search === '' ? undefined : or(ilike(mail.recipient, pattern), ilike(mail.subject, pattern)),
    );
    const direction = descending ? desc : asc;
    const rows = await tx
      .select({
        id: mail.id,
        recipient: mail.recipient,
        subject: mail.subject,
        status: mail.status,
        accountId: mail.accountId,
        accountName: account.name,
        createdAt: mail.createdAt,
      })
      .from(mail)
      .innerJoin(account, eq(account.id, mail.accountId))
      .where(where)
      .orderBy(direction(mail.createdAt), direction(mail.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [all] = await tx.select({ count: count() }).from(mail).where(where);
    return { total: all?.count ?? 0, mails: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })) };
  },
});
