import { and, count, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { InstantText, PageRequest } from '#platform/wire.ts';
import { notification } from './tables.ts';

/** One's own news, newest first. */
export const listNotifications = operation({
  name: 'notifications.list',
  kind: 'read',
  permission: 'notifications.own',
  input: PageRequest,
  output: z.object({
    total: z.number(),
    unreadCount: z.number(),
    notifications: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        link: z.string().nullable(),
        createdAt: InstantText,
        isUnread: z.boolean(),
      }),
    ),
  }),
  async run({ tx, personId }, { page, pageSize }) {
    const own = eq(notification.personId, personId);
    const rows = await tx
      .select()
      .from(notification)
      .where(own)
      .orderBy(desc(notification.createdAt), desc(notification.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [all] = await tx.select({ count: count() }).from(notification).where(own);
    const [unread] = await tx
      .select({ count: count() })
      .from(notification)
      .where(and(own, isNull(notification.readAt)));
    return {
      total: all?.count ?? 0,
      unreadCount: unread?.count ?? 0,
      notifications: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        facts: row.facts,
        link: row.link,
        createdAt: row.createdAt.toString(),
        isUnread: row.readAt === null,
      })),
    };
  },
});
