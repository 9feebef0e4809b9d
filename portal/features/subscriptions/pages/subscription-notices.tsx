import type { z } from 'zod';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import type { SubscriptionDetails } from '../subscription-details.ts';
import css from './subscription-page.module.css';

type Shown = z.output<typeof SubscriptionDetails>;

/** The open order that is changing the subscription. */
export function PendingOrderNotice({ pendingOrder }: Pick<Shown, 'pendingOrder'>) {
  const t = useT();
  if (pendingOrder === null) return null;
  const { orderId, number, kind, status, seatCount, outcome } = pendingOrder;
  return (
    <Notice
      meaning={status === 'stuck' ? 'attention' : 'information'}
      title={t('subscriptions.pendingOrder.title')}
      action={<ButtonLink to={paths.order(orderId)}>{t('subscriptions.pendingOrder.track', { number })}</ButtonLink>}
    >
      {status === 'stuck' ? <p>{t('subscriptions.pendingOrder.stuck')}</p> : null}
      {kind === 'seats' ? <p>{t('subscriptions.pendingOrder.seats', { seatCount: seatCount ?? 0 })}</p> : null}
      {kind === 'renewal' ? <p>{t('subscriptions.pendingOrder.renewal', { outcome: outcome ?? 'ends' })}</p> : null}
      {kind === 'upgrade' ? <p>{t('subscriptions.pendingOrder.upgrade')}</p> : null}
      {kind === 'cancel' ? <p>{t('subscriptions.pendingOrder.cancel')}</p> : null}
    </Notice>
  );
}

/** The parts of the last change that the vendor has not applied. */
export function DifferencesNotice({ differences }: Pick<Shown, 'differences'>) {
  const t = useT();
  if (differences.length === 0) return null;
  return (
    <Notice meaning="attention" title={t('subscriptions.difference.title')}>
      <ul className={css.differences}>
        {differences.map((difference) => (
          <li key={difference.field}>
            {t([`subscriptions.difference.${difference.field}`, 'subscriptions.difference.other'], difference)}
          </li>
        ))}
      </ul>
      <p>{t('subscriptions.difference.text')}</p>
    </Notice>
  );
}
