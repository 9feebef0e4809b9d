import { Link } from 'react-router';
import type { z } from 'zod';
import { formatCount, formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Seats } from '#ui/seats.tsx';
import { Section } from '#ui/section.tsx';
import { useMay } from '#ui/viewer.tsx';
import type { getOverview } from '../get-overview.ts';
import css from './licences-section.module.css';

type Licences = z.output<(typeof getOverview)['output']>['licences'];

/** The licences of the services, those with the most expensive unused ones first. */
export function LicencesSection({ licences }: { licences: Licences }) {
  const t = useT();
  const locale = useLocale();
  const may = useMay();
  const { seatCount, assignedCount, subscriptionCount, unusedCount, unusedPerMonth, services } = licences;
  return (
    <div id="licences" className={css.anchor}>
      <Section title={t('dashboard.licences')}>
        <p>
          {t('dashboard.licencesText', {
            seats: formatCount(seatCount, locale),
            assigned: formatCount(assignedCount, locale),
            subscriptions: subscriptionCount,
          })}
        </p>
        {unusedCount === 0 ? null : (
          <p className={css.unused}>
            {t('dashboard.unused', { count: unusedCount, amount: formatMoney(unusedPerMonth, locale) })}
          </p>
        )}
        <ul className={css.list}>
          {services.map(({ subscriptionId, serviceId, name, ...service }) => {
            const free = Math.max(0, service.seatCount - service.assignedCount);
            return (
              <li key={subscriptionId}>
                <Link to={paths.subscription(subscriptionId)}>{name}</Link>
                <Seats usedCount={service.assignedCount} ownedCount={service.seatCount} />
                <span className={css.free}>
                  {t('dashboard.free', { count: free, amount: formatMoney(service.unusedPerMonth, locale) })}
                  {free > 0 && may('licences.assign') ? (
                    <Link to={paths.service(serviceId)} aria-label={t('dashboard.assignOf', { name })}>
                      {t('dashboard.assign')}
                    </Link>
                  ) : null}
                  {free > 0 && may('subscriptions.manage') ? (
                    <Link to={paths.changeSeats(subscriptionId)} aria-label={t('dashboard.reduceOf', { name })}>
                      {t('dashboard.reduce')}
                    </Link>
                  ) : null}
                </span>
              </li>
            );
          })}
        </ul>
        <p>
          <Link to={paths.subscriptions()}>{t('dashboard.allSubscriptions')}</Link>
        </p>
      </Section>
    </div>
  );
}
