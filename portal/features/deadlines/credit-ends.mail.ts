import type { Money } from '@licence-portal/nce';
import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatDate, formatMoney, formatOnDate } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

type CreditEnds = Readonly<{
  accountName: string;
  /** ISO date of the first charge that is not covered. */
  on: string;
  /** Gross. */
  needed: Money;
  available: Money;
  whenCreditEnds: 'onAccount' | 'belowZero';
  url: string;
  locale: Locale;
}>;

/** Prepaid credit will not cover the next charges: their day, what is missing, and how they are paid then. */
export function creditEndsMail(t: Translate, facts: CreditEnds): MailContent {
  const { accountName, on, needed, available, whenCreditEnds, url, locale } = facts;
  const amount = ({ amount: exact, currency }: Money) => formatMoney({ amount: exact.toFixed(2), currency }, locale);
  return {
    kind: 'deadlines.creditEnds',
    subject: t('deadlines.creditEnds.subject', { on: formatOnDate(on, locale) }),
    lead: t('deadlines.creditEnds.lead', { on: formatOnDate(on, locale) }),
    paragraphs: [t(`deadlines.creditEnds.${whenCreditEnds}`)],
    button: { label: t('deadlines.creditEnds.button'), url },
    details: [
      { label: t('deadlines.creditEnds.day'), value: formatDate(on, locale, 'long') },
      { label: t('deadlines.creditEnds.needed'), value: amount(needed) },
      { label: t('deadlines.creditEnds.available'), value: amount(available) },
    ],
    why: t('deadlines.mail.why', { accountName }),
  };
}
