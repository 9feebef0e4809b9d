import { Link, useSearchParams } from 'react-router';
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
import { Seats } from '#ui/seats.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { withParameters } from '#ui/table-query.ts';
import { summarizeSubscriptions } from '../inventory/summarize-subscriptions.ts';
import { SUMMARY_GROUPS, type SummaryGroup } from '../inventory/summary-groups.ts';
import { listSubscriptions } from '../list-subscriptions.ts';
import { subscriptionFiltersOf } from '../subscription-filters.ts';
import type { Route } from './+types/subscriptions-page.ts';
import { outcomeMeaning, statusMeaning, useSubscriptionLabels } from './labels.ts';
import css from './subscriptions-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = subscriptionFiltersOf(search);
    const by = SUMMARY_GROUPS.find((group) => group === search.get('by')) ?? 'product';
    return {
      query,
      by,
      exportTo: `${paths.subscriptionsExport()}?${search}`,
      summary: await caller.call(summarizeSubscriptions, { by }),
      ...(await caller.call(listSubscriptions, filters)),
    };
  });

export default function SubscriptionsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const labels = useSubscriptionLabels();
  const { items, total, counts, query, exportTo, summary, by } = loaderData;
  const outcomes = ['renews', 'ends', 'extendsMonthly', 'ended'] as const;
  return (
    <>
      <PageHeader
        title={t('subscriptions.list.title')}
        facts={[t('subscriptions.intro')]}
        actions={
          total === 0 ? undefined : (
            <a href={`${exportTo}&format=xlsx`} download className={css.file}>
              {t('subscriptions.list.excel')}
            </a>
          )
        }
      />
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
                <span className={css.plan}>
                  {[
                    row.offerTitle === row.name ? null : row.offerTitle,
                    labels.plan(row.termDuration, row.billingCycle),
                    row.tenantDomain,
                    row.costCentre === null ? null : t('subscriptions.own.of', { costCentre: row.costCentre }),
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                </span>
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
            sortable: true,
            cell: (row) => <Seats usedCount={row.assignedCount} ownedCount={row.seatCount} />,
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
      {summary.rows.length === 0 ? null : <Summary summary={summary} by={by} />}
    </>
  );
}

type Summarized = Route.ComponentProps['loaderData']['summary'];

function Costs({ total }: Pick<Summarized, 'total'>) {
  const t = useT();
  return (
    <span>
      <Money value={total.perMonth} basis="net" per={t('subscriptions.summary.aMonth')} /> ·{' '}
      <Money value={total.perYear} basis="net" per={t('subscriptions.summary.aYear')} />
    </span>
  );
}

/** What the running subscriptions cost, by product, Microsoft account or cost centre. */
function Summary({ summary, by }: { summary: Summarized; by: SummaryGroup }) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  return (
    <Section
      title={t('subscriptions.summary.title')}
      intro={<Costs total={summary.total} />}
      frame="plain"
      actions={SUMMARY_GROUPS.map((group) => (
        <Link
          key={group}
          to={withParameters(search, { by: group })}
          aria-current={group === by ? 'true' : undefined}
          className={css.group}
          preventScrollReset
        >
          {t(`subscriptions.summary.by.${group}`)}
        </Link>
      ))}
    >
      <DataTable
        caption={t('subscriptions.summary.title')}
        rows={summary.rows}
        rowKey={(row) => row.label ?? ''}
        empty={null}
        columns={[
          {
            key: 'label',
            header: t(`subscriptions.summary.by.${by}`),
            cell: (row) =>
              row.label === null ? (
                t('subscriptions.summary.none')
              ) : (
                <Link to={withParameters(new URLSearchParams(), { q: row.label, by })}>{row.label}</Link>
              ),
          },
          {
            key: 'count',
            header: t('subscriptions.summary.count'),
            align: 'end',
            phone: 'hidden',
            cell: (row) => formatCount(row.subscriptionCount, locale),
          },
          {
            key: 'seats',
            header: t('subscriptions.column.seats'),
            align: 'end',
            phone: 'hidden',
            cell: (row) => formatCount(row.seatCount, locale),
          },
          {
            key: 'month',
            header: t('subscriptions.summary.perMonth'),
            align: 'end',
            cell: (row) => <Money value={row.perMonth} basis="net" />,
          },
          {
            key: 'year',
            header: t('subscriptions.summary.perYear'),
            align: 'end',
            phone: 'end',
            cell: (row) => <Money value={row.perYear} basis="net" />,
          },
        ]}
      />
    </Section>
  );
}
