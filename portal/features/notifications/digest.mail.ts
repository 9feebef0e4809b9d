import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatInstant } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import { sentencesOf } from './sentences.ts';
import type { notification } from './tables.ts';

type Facts = Readonly<{
  accountName: string;
  /** The newest first. */
  entries: readonly Pick<typeof notification.$inferSelect, 'kind' | 'facts' | 'createdAt'>[];
  timeZone: string;
  locale: Locale;
  url: string;
  choicesUrl: string;
}>;

/** So many are listed; the page has all. */
const LISTED_MAX = 40;

/** What happened since the last digest, a line for each event. */
export function digestMail(t: Translate, { accountName, entries, timeZone, locale, ...links }: Facts): MailContent {
  const count = entries.length;
  const left = count - LISTED_MAX;
  return {
    kind: 'notifications.digest',
    subject: t('notifications.digest.subject', { count, accountName }),
    lead: t('notifications.digest.lead', { count, accountName }),
    paragraphs: left > 0 ? [t('notifications.digest.more', { count: left })] : [],
    button: { label: t('notifications.digest.button'), url: links.url },
    details: entries.slice(0, LISTED_MAX).map((entry) => {
      const { title, text } = sentencesOf(t, entry);
      return {
        label: formatInstant(entry.createdAt.toString(), timeZone, locale, 'short'),
        value: `${title}. ${text}`,
      };
    }),
    why: `${t('notifications.digest.why')} ${t('notifications.mail.choose', { url: links.choicesUrl })}`,
  };
}
