import { Link } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import type { TypedPerson } from '../import/read-people.ts';
import css from './user-form.module.css';

type ResultRow = Readonly<{
  row: TypedPerson;
  status: 'valid' | 'exists' | 'faulty';
  userId: string | null;
  reason: string;
}>;

const MEANINGS: Record<ResultRow['status'], Meaning> = { valid: 'good', exists: 'neutral', faulty: 'danger' };

/** Who was added, who was there already, and who was left out and why; to read and to download. */
export function ImportResult({
  result,
}: {
  result: Readonly<{ createdCount: number; withMail: boolean; rows: readonly ResultRow[] }>;
}) {
  const t = useT();
  const { createdCount, withMail, rows } = result;
  const stateOf = ({ status }: ResultRow) => t(`users.import.result.${status}`);
  return (
    <div className={css.page}>
      <Notice meaning={createdCount > 0 ? 'good' : 'information'} live>
        {t(withMail ? 'users.import.doneWithMail' : 'users.import.done', { count: createdCount })}
      </Notice>
      <form method="post" action={paths.importedUsers()}>
        <input
          type="hidden"
          name="rows"
          value={JSON.stringify(
            rows.map((one) => [one.row.firstName, one.row.lastName, one.row.email, stateOf(one), one.reason]),
          )}
        />
        <div className={css.buttons}>
          <ButtonLink to={paths.users()} appearance="primary">
            {t('users.import.toUsers')}
          </ButtonLink>
          <button type="submit" className={css.download}>
            {t('users.import.download')}
          </button>
        </div>
      </form>
      <Section title={t('users.import.resultTitle')} frame="plain">
        <DataTable
          caption={t('users.import.resultTitle')}
          rows={rows.map((row, index) => ({ ...row, key: String(index) }))}
          rowKey={({ key }) => key}
          empty={null}
          columns={[
            {
              key: 'name',
              header: t('users.name'),
              cell: ({ row, userId }) => {
                const name = `${row.firstName} ${row.lastName}`.trim();
                return userId === null ? name : <Link to={paths.user(userId)}>{name}</Link>;
              },
            },
            { key: 'email', header: t('users.email'), cell: ({ row }) => row.email },
            {
              key: 'status',
              header: t('users.statusTitle'),
              phone: 'end',
              cell: (one) => (
                <>
                  <Status meaning={MEANINGS[one.status]}>{stateOf(one)}</Status> {one.reason}
                </>
              ),
            },
          ]}
        />
      </Section>
    </div>
  );
}
