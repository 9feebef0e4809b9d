import type { MailContent } from '#platform/mail.server.ts';
import type { Locale } from '#platform/wire.ts';
import { formatMoney } from '#ui/format.ts';
import type { Translate } from '#ui/i18n.ts';
import type { OrderWithLines } from '../tables.ts';

/** The lines of an order and what it charges or refunds today, as a mail shows them. */
export function orderDetails(
  t: Translate,
  { order, lines, locale }: OrderWithLines & { locale: Locale },
): NonNullable<MailContent['details']> {
  const amount = (value: typeof order.todayNet) =>
    formatMoney({ amount: value.abs().toFixed(2), currency: order.currency }, locale);
  const isRefund = order.todayGross.isNegative();
  return [
    { label: t('orders.number'), value: order.number },
    ...(order.ownReference === null ? [] : [{ label: t('orders.ownReference'), value: order.ownReference }]),
    ...lines.map((line) => ({ label: line.name, value: t('orders.seats', { count: line.seatCount }) })),
    ...(order.todayGross.isZero()
      ? []
      : [
          { label: t(isRefund ? 'orders.refundNet' : 'orders.todayNet'), value: amount(order.todayNet) },
          { label: t(isRefund ? 'orders.refundGross' : 'orders.todayGross'), value: amount(order.todayGross) },
        ]),
  ];
}
