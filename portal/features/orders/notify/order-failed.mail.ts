import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { failureCode } from '../failure-codes.ts';
import type { OrderWithLines } from '../tables.ts';
import { orderDetails } from './order-mail-details.ts';

/** The order failed: the reason, and that nothing was charged. */
export function orderFailedMail(
  t: Translate,
  { order, lines, locale, publicUrl }: OrderWithLines & { locale: Locale; publicUrl: string },
): MailContent {
  const code = failureCode(order.failureCode ?? 'refusedByVendor');
  return {
    kind: 'orders.failed',
    subject: t('orders.failedMail.subject', { number: order.number }),
    lead: t('orders.failedMail.lead', { number: order.number }),
    paragraphs: [t(`orders.failure.${code}.customer`), t('orders.failedMail.nothingCharged')],
    button: { label: t('orders.failedMail.open'), url: `${publicUrl}${paths.order(order.id)}` },
    details: orderDetails(t, { order, lines, locale }),
    why: t('orders.mail.whyAdministrator'),
  };
}
