import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { notification } from './tables.ts';

/** Marks all notifications of the caller as read. */
export const markAllRead = operation({
  name: 'notifications.markAllRead',
  description: 'Marks all of the caller’s notifications as read.',
  kind: 'write',
  permission: 'notifications.own',
  input: z.object({}),
  output: z.object({}),
  async run({ tx, clock, audit, personId }) {
    await tx
      .update(notification)
      .set({ readAt: clock.now() })
      .where(and(eq(notification.personId, personId), isNull(notification.readAt)));
    await audit.record('notifications.allRead', {});
    return {};
  },
});
