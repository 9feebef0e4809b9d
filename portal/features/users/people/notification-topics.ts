/** What notifications are about, as far as a person can choose them; those about security always arrive. */
export const NOTIFICATION_TOPICS = ['orders', 'renewals', 'money', 'people'] as const;
export type NotificationTopic = (typeof NOTIFICATION_TOPICS)[number];
