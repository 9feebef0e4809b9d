import { countUnread } from './count-unread.ts';
import { forgetNotifications } from './forget-notifications.pass.ts';
import { getChoices } from './get-choices.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead } from './mark-all-read.ts';
import { markRead } from './mark-read.ts';
import { sendDigests } from './send-digests.pass.ts';
import { setChoices } from './set-choices.ts';

/** The number of unread notifications: for the bell of the shell. */
export { countUnread } from './count-unread.ts';
/** Notifies people, in the portal and by mail. */
export { type NewNotification, notify, notifyOfMany, type Recipients } from './notify.ts';

export const notificationsOperations = [
  countUnread,
  getChoices,
  listNotifications,
  markAllRead,
  markRead,
  setChoices,
] as const;
export const notificationsPasses = [forgetNotifications, sendDigests] as const;
