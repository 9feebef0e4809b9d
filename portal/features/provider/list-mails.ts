import { and, asc, desc, eq, ilike, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { likePattern } from '#platform/like-pattern.ts';
import { operation } from '#platform/operation.server.ts';
import { mail } from '#platform/tables.ts';
import { countedPageOf, InstantText, offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { countUpToMax } from './count-up-to-max.ts';
import { MAIL_SORT_KEYS, MAIL_STATUSES } from './list-filters.ts';

export const listMails = operation({
  name: 'provider.listMails',
  description: 'Lists the outbox: every e-mail that the portal wrote, without its text.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    search: SearchText.describe('Part of the recipient or the subject.'),
    statuses: z.array(z.enum(MAIL_STATUSES)).default([]).describe('Any of these; all when empty.'),
    sort: z.enum(MAIL_SORT_KEYS).default('createdAt').describe('Column to sort by.'),
    descending: z.boolean().default(true).describe('Whether the newest comes first.'),
  }),
  output: countedPageOf(
    z.object({
      id: idOf('mail').describe('The e-mail.'),
      recipient: z.string().describe('Address that it is for.'),
      subject: z.string().describe('Its subject.'),
      status: z.enum(MAIL_STATUSES).describe('`kept` where no mail server is configured.'),
      accountId: idOf('account').describe('The account that it belongs to.'),
      accountName: z.string().describe('Name of that account.'),
      createdAt: InstantText.describe('When it was written.'),
    }),
  ),
  async run({ tx }, query) {
    const { search, statuses, descending } = query;
    const pattern = likePattern(search);
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
      .limit(query.pageSize)
      .offset(offsetOf(query));
    return {
      total: await countUpToMax(tx, tx.select({ id: mail.id }).from(mail).where(where)),
      items: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })),
    };
  },
});
