import type { Money } from '@licence-portal/nce';
import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatDate, formatMoney, formatOnDate, lastDayOf } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

type TermEnds = Readonly<{
  accountName: string;
  name: string;
  seatCount: number;
  /** ISO date, the first day after the term. */
  endsBefore: string;
  outcome: string;
  isExtensionChosen: boolean;
  /** Net cost of what follows; undefined where nothing does, or the price is not known. */
  cost: Money | undefined;
  url: string;
  locale: Locale;
}>;

/** A term is about to end: the outcome, its day and its cost. */
export function termEndsMail(t: Translate, facts: TermEnds): MailContent {
  const { accountName, name, seatCount, endsBefore, cost, url, locale } = facts;
  const lastDay = lastDayOf({ startsOn: endsBefore, endsBefore });
  const notice = noticeOf(facts);
  // An end is on the last day; a renewal or extension begins on the day after.
  const on = formatOnDate(facts.outcome === 'ends' ? lastDay : endsBefore, locale);
  return {
    kind: 'deadlines.termEnds',
    subject: t(`deadlines.notice.${notice}Subject`, { name, on }),
    lead: t(`deadlines.notice.${notice}Lead`, { name, on, seatCount }),
    paragraphs: [t(`deadlines.notice.${notice}Text`)],
    button: { label: t('deadlines.mail.button'), url },
    details: [
      { label: t('deadlines.mail.licences'), value: String(seatCount) },
      { label: t('deadlines.mail.lastDay'), value: formatDate(lastDay, locale, 'long') },
      ...(cost === undefined ? [] : [{ label: costLabel(t, facts.outcome), value: withTax(t, cost, locale) }]),
    ],
    why: t('deadlines.mail.why', { accountName }),
  };
}

function noticeOf({ outcome, isExtensionChosen }: TermEnds): 'renews' | 'ends' | 'extends' | 'extendsByChoice' {
  if (outcome === 'renews' || outcome === 'ends') return outcome;
  return isExtensionChosen ? 'extendsByChoice' : 'extends';
}

function costLabel(t: Translate, outcome: string): string {
  return outcome === 'renews' ? t('deadlines.mail.cost') : t('deadlines.mail.extendsCost');
}

function withTax(t: Translate, { amount, currency }: Money, locale: Locale): string {
  return t('deadlines.mail.costPlusTax', { amount: formatMoney({ amount: amount.toFixed(2), currency }, locale) });
}
