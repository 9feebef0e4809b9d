import { and, countDistinct, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { groupOfRow, shownTo } from './groups.ts';
import { notification } from './tables.ts';

/** The number of the caller's unread notifications. */
export const countUnread = operation({
  name: 'notifications.countUnread',
  description: 'Counts the caller’s unread notifications; those about one order count as one.',
  kind: 'read',
  permission: 'notifications.own',
  input: z.object({}),
  output: z.object({ count: z.number().int().describe('Number of unread notifications.') }),
  async run({ tx, personId }) {
    const [row] = await tx
      .select({ count: countDistinct(groupOfRow) })
      .from(notification)
      .where(and(shownTo(personId), isNull(notification.readAt)));
    return { count: row?.count ?? 0 };
  },
});
