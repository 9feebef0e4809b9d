import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatDate, formatUnitPrice } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';

/** Another price of the next renewal; amounts are net, of one licence and charge cycle. */
export type RenewalPriceChange = Readonly<{
  name: string;
  seatCount: number;
  before: string;
  after: string;
  currency: string;
  /** ISO date. */
  renewsOn: string;
}>;

type Facts = RenewalPriceChange & Readonly<{ accountName: string; url: string; locale: Locale }>;

/** The next renewal of a subscription costs another price than was known so far. */
export function renewalPriceMail(t: Translate, facts: Facts): MailContent {
  const { name, seatCount, before, after, currency, renewsOn, accountName, url, locale } = facts;
  const price = (amount: string) => formatUnitPrice({ amount, currency }, locale);
  const on = formatDate(renewsOn, locale, 'long');
  return {
    kind: 'subscriptions.renewalPrice',
    subject: t('subscriptions.renewalPrice.subject', { name }),
    lead: t('subscriptions.renewalPrice.lead', { name, on, after: price(after), before: price(before) }),
    paragraphs: [t('subscriptions.renewalPrice.text')],
    button: { label: t('subscriptions.renewalPrice.button'), url },
    details: [
      { label: t('subscriptions.renewalPrice.seats'), value: String(seatCount) },
      { label: t('subscriptions.renewalPrice.on'), value: on },
    ],
    why: t('subscriptions.renewalPrice.why', { accountName }),
  };
}
