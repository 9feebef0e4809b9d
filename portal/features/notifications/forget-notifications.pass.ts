import { lt } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { notification } from './tables.ts';

/** Deletes notifications after their time, read or not. */
export const forgetNotifications: Pass = {
  name: 'notifications.forget',
  everySeconds: 3600,
  async run({ tx, clock, services }) {
    await deleteRows(
      tx,
      notification,
      lt(notification.createdAt, clock.now().subtract(services.retention.notifications)),
    );
  },
};
