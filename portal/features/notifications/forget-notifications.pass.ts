import { lt } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { notification } from './tables.ts';

/** Deletes notifications after their time, read or not. */
export const forgetNotifications: Pass = {
  name: 'notifications.forget',
  everySeconds: 3600,
  async run(pass) {
    const before = pass.clock.now().subtract(pass.services.retention.notifications);
    await deleteRows(pass, notification.createdAt, () => lt(notification.createdAt, before));
  },
};
