import { and, count, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { notification } from './tables.ts';

export const countUnread = operation({
  name: 'notifications.countUnread',
  kind: 'read',
  permission: 'notifications.own',
  input: z.object({}),
  output: z.object({ count: z.number() }),
  async run({ tx, personId }) {
    const [row] = await tx
      .select({ count: count() })
      .from(notification)
      .where(and(eq(notification.personId, personId), isNull(notification.readAt)));
    return { count: row?.count ?? 0 };
  },
});
