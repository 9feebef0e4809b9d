import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { groupOf, groupOfRow } from './groups.ts';
import { notification } from './tables.ts';

/** Marks a notification of the caller as read. */
export const markRead = operation({
  name: 'notifications.markRead',
  description:
    'Marks one of the caller’s notifications as read, and the others about the same order. Marking twice changes nothing.',
  kind: 'write',
  permission: 'notifications.own',
  input: z.object({ notificationId: idOf('notification').describe('Id of the notification.') }),
  output: z.object({
    link: z.string().nullable().describe('Path of the page about the event, within the portal; null: none.'),
  }),
  refusals: ['notifications.notFound'],
  async run({ tx, clock, audit, personId }, { notificationId }) {
    const [found] = await tx
      .select()
      .from(notification)
      .where(and(eq(notification.id, notificationId), eq(notification.personId, personId)));
    if (found === undefined) throw new Refusal('notifications.notFound');
    await tx
      .update(notification)
      .set({ readAt: clock.now() })
      .where(and(eq(notification.personId, personId), eq(groupOfRow, groupOf(found)), isNull(notification.readAt)));
    await audit.record('notifications.read', { notificationId });
    return { link: found.link };
  },
});
