import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { MAIL_SORT_KEYS, MAIL_STATUSES } from '../list-filters.ts';
import { listMails } from '../list-mails.ts';
import type { Route } from './+types/outbox-page.ts';
import { MAIL_MEANINGS } from './labels.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, {
      sortKeys: MAIL_SORT_KEYS,
      defaultSort: { key: 'createdAt', descending: true },
      filterNames: ['status'],
    });
    const { search, descending, page, pageSize } = query;
    const statuses = MAIL_STATUSES.filter((status) => query.filters.status?.includes(status));
    return {
      query,
      ...(await caller.call(listMails, { search: search.slice(0, 200), statuses, descending, page, pageSize })),
    };
  });

export default function OutboxPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { items, total, query } = loaderData;
  return (
    <>
      <PageHeader title={t('provider.outbox.title')} facts={[t('provider.outbox.intro')]} />
      <DataTable
        caption={t('provider.outbox.title')}
        rows={items}
        rowKey={(row) => row.id}
        query={query}
        total={total}
        searchLabel={t('provider.outbox.search')}
        filters={[
          {
            name: 'status',
            label: t('orders.list.status'),
            options: MAIL_STATUSES.map((status) => ({ value: status, label: t(`provider.mailStatus.${status}`) })),
          },
        ]}
        empty={<EmptyState icon="mail" title={t('provider.outbox.empty')} />}
        columns={[
          {
            key: 'subject',
            header: t('provider.mail.subject'),
            cell: (row) => <Link to={paths.providerMail(row.id)}>{row.subject}</Link>,
          },
          {
            key: 'recipient',
            header: t('provider.mail.recipient'),
            cell: (row) => (
              <span className={css.twoLines}>
                {row.recipient}
                <span className={css.aside}>{row.accountName}</span>
              </span>
            ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <Status meaning={MAIL_MEANINGS[row.status]}>{t(`provider.mailStatus.${row.status}`)}</Status>
            ),
          },
          {
            key: 'createdAt',
            header: t('provider.mail.written'),
            sortable: true,
            cell: (row) => <DateText at={row.createdAt} withTime relative={false} />,
          },
        ]}
      />
    </>
  );
}
