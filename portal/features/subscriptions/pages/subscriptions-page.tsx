import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount, lastDayOf } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import { listSubscriptions } from '../list-subscriptions.ts';
import { subscriptionFiltersOf } from '../subscription-filters.ts';
import type { Route } from './+types/subscriptions-page.ts';
import { outcomeMeaning, statusMeaning, useSubscriptionLabels } from './labels.ts';
import css from './subscriptions-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = subscriptionFiltersOf(search);
    return {
      query,
      exportTo: `${paths.subscriptionsExport()}?${search}`,
      ...(await caller.call(listSubscriptions, filters)),
    };
  });

export default function SubscriptionsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const labels = useSubscriptionLabels();
  const { items, total, counts, query, exportTo } = loaderData;
  const outcomes = ['renews', 'ends', 'extendsMonthly', 'ended'] as const;
  return (
    <>
      <PageHeader title={t('subscriptions.list.title')} facts={[t('subscriptions.intro')]} />
      <DataTable
        caption={t('subscriptions.list.caption')}
        rows={items}
        rowKey={(row) => row.subscriptionId}
        query={query}
        total={total}
        searchLabel={t('subscriptions.list.search')}
        exportTo={exportTo}
        filters={[
          {
            name: 'outcome',
            label: t('subscriptions.list.filter'),
            options: outcomes.map((outcome) => ({
              value: outcome,
              label: t(`subscriptions.outcomeFilter.${outcome}`),
              count: counts[outcome],
            })),
          },
        ]}
        empty={
          <EmptyState
            icon="cart"
            title={t('subscriptions.empty.title')}
            action={<ButtonLink to={paths.marketplace()}>{t('subscriptions.empty.action')}</ButtonLink>}
          >
            {t('subscriptions.empty.text')}
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            header: t('subscriptions.column.name'),
            sortable: true,
            cell: (row) => (
              <span className={css.name}>
                <Link to={paths.subscription(row.subscriptionId)}>{row.name}</Link>
                <span className={css.plan}>{labels.plan(row.termDuration, row.billingCycle)}</span>
              </span>
            ),
          },
          {
            key: 'status',
            header: t('subscriptions.column.status'),
            sortable: true,
            phone: 'end',
            cell: (row) => (
              <span className={css.states}>
                <Status meaning={statusMeaning(row.status, row.isSuspended)}>{labels.status(row.status)}</Status>
                {row.isTrial ? <Status meaning="information">{t('subscriptions.status.trial')}</Status> : null}
                {row.isChanging ? <Status meaning="information">{t('subscriptions.list.changing')}</Status> : null}
              </span>
            ),
          },
          {
            key: 'seatCount',
            header: t('subscriptions.column.seats'),
            align: 'end',
            sortable: true,
            cell: (row) => formatCount(row.seatCount, locale),
          },
          {
            key: 'endsBefore',
            header: t('subscriptions.column.end'),
            sortable: true,
            cell: (row) => <DateText on={lastDayOf({ startsOn: row.endsBefore, endsBefore: row.endsBefore })} />,
          },
          {
            key: 'outcome',
            header: t('subscriptions.column.outcome'),
            phone: 'hidden',
            cell: (row) => (
              <Status meaning={outcomeMeaning(row.termEndOutcome)}>{labels.outcome(row.termEndOutcome)}</Status>
            ),
          },
          {
            key: 'nextCharge',
            header: t('subscriptions.column.nextCharge'),
            align: 'end',
            phone: 'hidden',
            cell: (row) =>
              row.nextCharge === null ? (
                '—'
              ) : (
                <span className={css.charge}>
                  <Money value={row.nextCharge.net} basis="net" />
                  <DateText on={row.nextCharge.on} relative={false} />
                </span>
              ),
          },
        ]}
      />
    </>
  );
}
