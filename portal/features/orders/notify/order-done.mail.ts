import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import type { Translate } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { OrderWithLines } from '../tables.ts';
import { orderDetails } from './order-mail-details.ts';

/** The order is complete: the service is ready, the licences are available. */
export function orderDoneMail(
  t: Translate,
  {
    order,
    lines,
    opensServices,
    locale,
    publicUrl,
  }: OrderWithLines & { opensServices: boolean; locale: Locale; publicUrl: string },
): MailContent {
  const done = lines.filter(({ status }) => status === 'done');
  const refused = lines.filter(({ status }) => status === 'failed');
  const facts = {
    number: order.number,
    name: done[0]?.name ?? '',
    seats: done[0]?.seatCount ?? 0,
    count: done.length,
    others: done.length - 1,
  };
  return {
    kind: 'orders.done',
    subject: t(`orders.doneMail.${order.kind}.subject`, facts),
    lead: t(`orders.doneMail.${order.kind}.lead`, facts),
    paragraphs: refused.map(({ name }) => t('orders.doneMail.refusedLine', { name })),
    button: {
      label: opensServices ? t('orders.doneMail.openPortal') : t('orders.mail.track'),
      url: `${publicUrl}${opensServices ? paths.dashboard() : paths.order(order.id)}`,
    },
    details: orderDetails(t, { order, lines: done, locale }),
    why: t('orders.mail.whyAdministrator'),
  };
}
