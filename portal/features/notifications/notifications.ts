import { countUnread } from './count-unread.ts';
import { forgetNotifications } from './forget-notifications.pass.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead } from './mark-all-read.ts';
import { markRead } from './mark-read.ts';

/** The number of unread notifications: for the bell of the shell. */
export { countUnread } from './count-unread.ts';
/** Notifies people, in the portal and by mail. */
export { type NewNotification, notify, notifyOfMany, type Recipients } from './notify.ts';

export const notificationsOperations = [countUnread, listNotifications, markAllRead, markRead] as const;
export const notificationsPasses = [forgetNotifications] as const;
