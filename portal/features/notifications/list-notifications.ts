import { and, countDistinct, desc, inArray, max, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { groupOf, groupOfRow, shownTo } from './groups.ts';
import { notification } from './tables.ts';

const Entry = z.object({
  id: z.string().describe('Id of the notification.'),
  kind: z.string().describe('Kind of event, `module.event`.'),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Values of the event, such as the number of an order, by name.'),
  link: z.string().nullable().describe('Path of the page about the event, within the portal; null: none.'),
  createdAt: InstantText.describe('Time of the event, UTC.'),
  isUnread: z.boolean().describe('True until the notification is marked as read.'),
});

/** The caller's notifications, the newest first; those about one order are one entry. */
export const listNotifications = operation({
  name: 'notifications.listNotifications',
  description:
    'Lists the caller’s notifications, the newest first. Those about one order are one entry, with the latest.',
  kind: 'read',
  permission: 'notifications.own',
  input: PageRequest,
  output: pageOf(
    Entry.extend({ earlier: z.array(Entry).describe('Earlier ones about the same order, the newest first.') }),
  ).extend({ unreadCount: z.number().int().describe('Number of entries with something unread, on all pages.') }),
  async run({ tx, personId }, request) {
    const own = shownTo(personId);
    const newestAt = max(notification.createdAt);
    const groups = await tx
      .select({ group: groupOfRow, newestAt })
      .from(notification)
      .where(own)
      .groupBy(groupOfRow)
      .orderBy(desc(newestAt), desc(groupOfRow))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [counts] = await tx
      .select({
        total: countDistinct(groupOfRow),
        unread: countDistinct(sql`case when ${notification.readAt} is null then ${groupOfRow} end`),
      })
      .from(notification)
      .where(own);
    const keys = groups.map(({ group }) => group);
    const rows = Map.groupBy(await listRows(tx, personId, keys), groupOf);
    return {
      items: keys.flatMap((key) => entryOf(rows.get(key) ?? [])),
      total: counts?.total ?? 0,
      unreadCount: counts?.unread ?? 0,
    };
  },
});

type Row = typeof notification.$inferSelect;

async function listRows(tx: Tx, personId: PersonId, groups: readonly string[]): Promise<Row[]> {
  if (groups.length === 0) return [];
  return tx
    .select()
    .from(notification)
    .where(and(shownTo(personId), inArray(groupOfRow, groups)))
    .orderBy(desc(notification.createdAt), desc(notification.id));
}

function entryOf([latest, ...earlier]: readonly Row[]) {
  return latest === undefined ? [] : [{ ...outputOf(latest), earlier: earlier.map(outputOf) }];
}

function outputOf({ id, kind, facts, link, createdAt, readAt }: Row) {
  return { id, kind, facts, link, createdAt: createdAt.toString(), isUnread: readAt === null };
}
