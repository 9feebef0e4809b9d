import { z } from 'zod';
import { NOTIFICATION_TOPICS, type NotificationTopic } from '#features/users/users.ts';

const TopicChoice = z.object({
  topic: z.enum(NOTIFICATION_TOPICS).describe('What the notifications are about.'),
  inBell: z.boolean().describe('True: they are shown in the portal.'),
  byMail: z.boolean().describe('True: they are sent by mail too, where there is a mail for the event.'),
});

/** How a person is notified, as input and output. */
export const TopicChoices = z
  .array(TopicChoice)
  .max(NOTIFICATION_TOPICS.length)
  .describe('Choices by topic. Notifications about security are not among them: they always arrive.');

export const MailRhythm = z
  .enum(['atOnce', 'daily'])
  .describe('`atOnce`: one mail for each event; `daily`: one a day at 8:00 with all, in the account’s time zone.');

type Stored = Readonly<{
  notInBell: readonly NotificationTopic[];
  notByMail: readonly NotificationTopic[];
  getsDigest: boolean;
}>;

export function choicesOf({ notInBell, notByMail, getsDigest }: Stored) {
  return {
    topics: NOTIFICATION_TOPICS.map((topic) => ({
      topic,
      inBell: !notInBell.includes(topic),
      byMail: !notByMail.includes(topic),
    })),
    mails: getsDigest ? ('daily' as const) : ('atOnce' as const),
  };
}
