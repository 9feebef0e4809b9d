import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import type { Route } from './+types/connection-page.ts';
import css from './connection-page.module.css';

type Limit = Route.ComponentProps['loaderData']['connection']['limit'];

/** How much of the vendor's limit is used: now, and in each hour of the last day. */
export function LimitUse({ limit: { perMinute, usedNow, hours } }: { limit: Limit }) {
  const t = useT();
  const locale = useLocale();
  const used = formatCount(usedNow, locale);
  return (
    <Section
      title={t('connections.limit.title')}
      intro={t('connections.limit.intro', { perMinute: formatCount(perMinute, locale) })}
    >
      <div className={css.page}>
        <Facts
          facts={[
            {
              term: t('connections.limit.now'),
              value: t('connections.limit.nowValue', { used, perMinute: formatCount(perMinute, locale) }),
            },
          ]}
        />
        <DataTable
          caption={t('connections.limit.hours')}
          rows={hours}
          rowKey={(hour) => hour.startsAt}
          empty={<EmptyState icon="clock" title={t('connections.limit.none')} />}
          columns={[
            {
              key: 'startsAt',
              header: t('connections.limit.hour'),
              cell: (hour) => <DateText at={hour.startsAt} withTime relative={false} />,
            },
            {
              key: 'requests',
              header: t('connections.limit.requests'),
              align: 'end',
              cell: (hour) => formatCount(hour.requests, locale),
            },
            {
              key: 'busiestMinute',
              header: t('connections.limit.busiestMinute'),
              align: 'end',
              cell: (hour) => formatCount(hour.busiestMinute, locale),
            },
          ]}
        />
      </div>
    </Section>
  );
}
