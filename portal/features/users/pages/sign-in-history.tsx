import type { z } from 'zod';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import type { listSignIns } from '../manage/list-sign-ins.ts';

type SignInHistoryProps = { history: z.output<typeof listSignIns.output>; query: TableQuery };

/** The attempts of a user to sign in. */
export function SignInHistory({ history, query }: SignInHistoryProps) {
  const t = useT();
  return (
    <Section title={t('users.page.history')} frame="plain">
      <DataTable
        caption={t('users.page.history')}
        rows={history.items}
        rowKey={(signIn) => signIn.id}
        query={query}
        total={history.total}
        empty={<EmptyState title={t('users.page.historyNone')}>{t('users.page.historyNoneText')}</EmptyState>}
        columns={[
          {
            key: 'attemptedAt',
            header: t('users.page.historyWhen'),
            cell: (signIn) => <DateText at={signIn.attemptedAt} withTime relative={false} />,
          },
          {
            key: 'outcome',
            header: t('users.page.historyOutcome'),
            cell: (signIn) =>
              signIn.outcome === 'impersonated'
                ? t('users.outcome.impersonated', { name: signIn.impersonatorName ?? '' })
                : t(`users.outcome.${signIn.outcome}`),
          },
          { key: 'ipAddress', header: t('users.page.historyAddress'), cell: (signIn) => signIn.ipAddress },
          {
            key: 'userAgent',
            header: t('users.page.historyDevice'),
            cell: (signIn) => signIn.userAgent,
            phone: 'hidden',
          },
        ]}
      />
    </Section>
  );
}
