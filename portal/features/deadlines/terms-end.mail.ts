import type { Money } from '@licence-portal/nce';
import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatMoney, formatOnDate, lastDayOf } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import type { TermEndKind } from './rules.ts';

/** A term that is about to end. */
export type EndingTerm = Readonly<{
  subscriptionId: string;
  name: string;
  seatCount: number;
  /** ISO date, the first day after the term. */
  endsBefore: string;
  outcome: string;
  kind: TermEndKind;
  daysLeft: number;
  /** Net cost of what follows; undefined where nothing does, or the price is not known. */
  cost: Money | undefined;
}>;

type Facts = Readonly<{ accountName: string; terms: readonly EndingTerm[]; url: string; locale: Locale }>;

/** So many are listed; the page has all. */
const LISTED_MAX = 40;

/** Several terms are about to end: a line for each, the nearest first. */
export function termsEndMail(t: Translate, { accountName, terms, url, locale }: Facts): MailContent {
  const count = terms.length;
  const left = count - LISTED_MAX;
  return {
    kind: 'deadlines.termsEnd',
    subject: t('deadlines.digest.subject', { count }),
    lead: t('deadlines.digest.lead', { count }),
    paragraphs: [t('deadlines.digest.text'), ...(left > 0 ? [t('deadlines.digest.more', { count: left })] : [])],
    button: { label: t('deadlines.digest.button'), url },
    details: terms
      .slice(0, LISTED_MAX)
      .map((term) => ({ label: t('deadlines.digest.label', { ...term }), value: whatFollows(t, term, locale) })),
    why: t('deadlines.mail.why', { accountName }),
  };
}

function whatFollows(t: Translate, { kind, endsBefore, cost }: EndingTerm, locale: Locale): string {
  // An end is on the last day; a renewal or extension begins on the day after.
  const isEnd = kind === 'ends' || kind === 'trialEnds';
  const on = formatOnDate(isEnd ? lastDayOf({ startsOn: endsBefore, endsBefore }) : endsBefore, locale);
  const sentence = t(`deadlines.digest.${kind}`, { on });
  if (cost === undefined) return sentence;
  const { amount, currency } = cost;
  const price = t('deadlines.mail.costPlusTax', {
    amount: formatMoney({ amount: amount.toFixed(2), currency }, locale),
  });
  return `${sentence}: ${price}`;
}
