import { count, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { notification } from './tables.ts';

/** The caller's notifications, the newest first. */
export const listNotifications = operation({
  name: 'notifications.listNotifications',
  description: 'Lists the caller’s notifications, the newest first.',
  kind: 'read',
  permission: 'notifications.own',
  input: PageRequest,
  output: pageOf(
    z.object({
      id: z.string().describe('Id of the notification.'),
      kind: z.string().describe('Kind of event, `module.event`.'),
      facts: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .describe('Values of the event, such as the number of an order, by name.'),
      link: z.string().nullable().describe('Path of the page about the event, within the portal; null: none.'),
      createdAt: InstantText.describe('Time of the event, UTC.'),
      isUnread: z.boolean().describe('True until the notification is marked as read.'),
    }),
  ).extend({ unreadCount: z.number().int().describe('Number of unread notifications, on all pages.') }),
  async run({ tx, personId }, request) {
    const own = eq(notification.personId, personId);
    const rows = await tx
      .select()
      .from(notification)
      .where(own)
      .orderBy(desc(notification.createdAt), desc(notification.id))
      .limit(request.pageSize)
      .offset(offsetOf(request));
    const [counts] = await tx
      .select({ total: count(), unread: count(sql`case when ${notification.readAt} is null then 1 end`) })
      .from(notification)
      .where(own);
    return {
      items: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        facts: row.facts,
        link: row.link,
        createdAt: row.createdAt.toString(),
        isUnread: row.readAt === null,
      })),
      total: counts?.total ?? 0,
      unreadCount: counts?.unread ?? 0,
    };
  },
});
