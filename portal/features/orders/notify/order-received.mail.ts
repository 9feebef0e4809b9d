import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { OrderWithLines } from '../tables.ts';
import { orderDetails } from './order-mail-details.ts';

/** The order was received: the next steps, and that nobody has to wait at the page. */
export function orderReceivedMail(
  t: Translate,
  { order, lines, locale, publicUrl }: OrderWithLines & { locale: Locale; publicUrl: string },
): MailContent {
  const name = lines[0]?.name ?? '';
  const waits = order.status === 'awaitingApproval';
  return {
    kind: 'orders.received',
    subject: t('orders.receivedMail.subject', { number: order.number, name, others: lines.length - 1 }),
    lead: t(waits ? 'orders.receivedMail.leadApproval' : 'orders.receivedMail.lead', { number: order.number }),
    paragraphs: [t('orders.receivedMail.next')],
    button: { label: t('orders.mail.track'), url: `${publicUrl}${paths.order(order.id)}` },
    details: orderDetails(t, { order, lines, locale }),
    why: t('orders.mail.whyOrdered'),
  };
}
