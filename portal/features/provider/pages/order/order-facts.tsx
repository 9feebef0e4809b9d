import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Section } from '#ui/section.tsx';
import { useProviderLabels } from '../labels.ts';
import type { ProviderOrder } from './provider-order.ts';

/** The order's facts: content, payment, and the reason where it failed. */
export function OrderFacts({ order }: { order: ProviderOrder }) {
  const t = useT();
  const labels = useProviderLabels();
  const { failureCode, currency } = order;
  return (
    <Section title={t('provider.order.facts')}>
      <Facts
        facts={[
          ...(failureCode === null
            ? []
            : [{ term: t('provider.work.reason'), value: labels.failure(failureCode, order.meaning) }]),
          { term: t('orders.facts.by'), value: order.personName },
          ...(order.ownReference === null
            ? []
            : [{ term: t('provider.order.ownReference'), value: order.ownReference }]),
          { term: t('billing.paymentMethod.label'), value: t(`billing.paymentMethod.${order.paymentMethod}`) },
          { term: t('orders.list.gross'), value: <Money value={{ amount: order.todayGross, currency }} /> },
          ...order.lines.map((line) => ({
            term: line.name,
            value: t('provider.order.seats', { count: line.seatCount }),
          })),
        ]}
      />
    </Section>
  );
}
