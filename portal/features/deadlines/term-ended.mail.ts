import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatUntilDate, lastDayOf } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

/** The outcome at the end of a term. */
export type TermEnded = 'renewed' | 'extended' | 'ended';

type Facts = Readonly<{
  kind: TermEnded;
  accountName: string;
  name: string;
  seatCount: number;
  /** ISO date, the first day after the term that runs now. */
  endsBefore: string;
  url: string;
  locale: Locale;
}>;

/** A term has ended: the state of the subscription, and the options that are left. */
export function termEndedMail(t: Translate, facts: Facts): MailContent {
  const { kind, accountName, name, seatCount, endsBefore, url, locale } = facts;
  const until = formatUntilDate(lastDayOf({ startsOn: endsBefore, endsBefore }), locale);
  return {
    kind: `deadlines.${kind}`,
    subject: t(`deadlines.termEnded.${kind}Subject`, { name }),
    lead: t(`deadlines.termEnded.${kind}Lead`, { name, until, seatCount }),
    paragraphs: [t(`deadlines.termEnded.${kind}Text`)],
    button: { label: t('deadlines.mail.button'), url },
    details: [{ label: t('deadlines.mail.licences'), value: String(seatCount) }],
    why: t('deadlines.mail.why', { accountName }),
  };
}
