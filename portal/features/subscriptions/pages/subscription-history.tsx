import { Link } from 'react-router';
import type { z } from 'zod';
import { statusMeaning } from '#features/orders/orders-ui.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { OrdersTable } from '#ui/orders-table.tsx';
import { paths } from '#ui/paths.ts';
import { Period } from '#ui/period.tsx';
import { RowList } from '#ui/row-list.tsx';
import { Section } from '#ui/section.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { SubscriptionDetails } from '../subscription-details.ts';
import { useSubscriptionLabels } from './labels.ts';
import { sentenceFacts } from './sentence-facts.ts';
import css from './subscription-page.module.css';

type Shown = z.output<typeof SubscriptionDetails>;

export function Charges({ shown }: { shown: Shown }) {
  const t = useT();
  const labels = useSubscriptionLabels();
  return (
    <Section title={t('subscriptions.charges.title')} frame="plain">
      <DataTable
        caption={t('subscriptions.charges.title')}
        rows={shown.charges}
        rowKey={(charge) => charge.chargeId}
        empty={<p className={css.empty}>{t('subscriptions.charges.empty')}</p>}
        columns={[
          {
            key: 'code',
            header: t('subscriptions.column.charge'),
            cell: ({ orderId, code, cycle }) => {
              const label = labels.line(code, cycle.startsOn);
              return orderId === null ? label : <Link to={paths.order(orderId)}>{label}</Link>;
            },
          },
          { key: 'on', header: t('subscriptions.column.date'), cell: (charge) => <DateText on={charge.chargedOn} /> },
          {
            key: 'period',
            header: t('subscriptions.column.period'),
            phone: 'hidden',
            cell: (charge) => <Period period={charge.cycle} />,
          },
          {
            key: 'net',
            header: t('subscriptions.column.net'),
            align: 'end',
            phone: 'end',
            cell: (charge) => <Money value={charge.net} />,
          },
        ]}
      />
    </Section>
  );
}

export function Orders({ orders }: Pick<Shown, 'orders'>) {
  const t = useT();
  if (orders.length === 0) return null;
  return (
    <Section title={t('subscriptions.orders.title')} frame="plain">
      <OrdersTable
        caption={t('subscriptions.orders.title')}
        empty={null}
        orders={orders.map((order) => ({
          id: order.orderId,
          number: order.number,
          to: paths.order(order.orderId),
          kind: t(`orders.kind.${order.kind}`),
          status: { meaning: statusMeaning(order.status, 'customer'), label: t(`orders.status.${order.status}`) },
          placedAt: order.placedAt,
        }))}
      />
    </Section>
  );
}

export function Events({ events }: Pick<Shown, 'events'>) {
  const t = useT();
  const reader = { locale: useLocale(), timeZone: useViewer().timeZone };
  return (
    <Section title={t('subscriptions.events.title')} frame="plain">
      {events.length === 0 ? (
        <p>{t('subscriptions.events.empty')}</p>
      ) : (
        <RowList label={t('subscriptions.events.title')}>
          {events.map(({ kind, facts, happenedAt }) => (
            <li key={`${happenedAt} ${kind}`} className={css.row}>
              <span>
                {t([`subscriptions.event.${kind}`, 'subscriptions.event.other'], sentenceFacts(facts, reader))}
              </span>
              <DateText at={happenedAt} withTime />
            </li>
          ))}
        </RowList>
      )}
    </Section>
  );
}
