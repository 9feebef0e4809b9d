import { Form } from 'react-router';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { Route } from './+types/connection-page.ts';
import css from './connection-page.module.css';

type Check = Route.ComponentProps['loaderData']['connection']['checks'][number];

const OUTCOME_MEANINGS = { passed: 'good', failed: 'danger', notTried: 'neutral' } as const;

type ChecksProps = Readonly<{ serviceName: string; checks: readonly Check[]; manages: boolean }>;

/** Each permission with its last result; for those who manage the connection, the buttons that try it. */
export function Checks({ serviceName, checks, manages }: ChecksProps) {
  const t = useT();
  return (
    <Section
      title={t('connections.checks.title')}
      intro={t('connections.checks.intro', { serviceName })}
      frame="plain"
      actions={
        manages ? (
          <Form method="post" preventScrollReset>
            <SubmitButton name="try" value="all" appearance="secondary">
              {t('connections.checks.tryAll')}
            </SubmitButton>
          </Form>
        ) : undefined
      }
    >
      <DataTable
        caption={t('connections.checks.title')}
        rows={checks}
        rowKey={(check) => check.name}
        empty={<EmptyState title={t('connections.checks.never')} />}
        columns={[
          { key: 'name', header: t('connections.checks.name'), cell: (check) => <Permission name={check.name} /> },
          { key: 'result', header: t('connections.checks.result'), cell: (check) => <Result check={check} /> },
          {
            key: 'triedAt',
            header: t('connections.checks.triedAt'),
            cell: (check) => <TriedAt check={check} manages={manages} />,
          },
        ]}
      />
    </Section>
  );
}

function Permission({ name }: Pick<Check, 'name'>) {
  const t = useT();
  return (
    <span className={css.lines}>
      <span>{t(`connections.check.${name}`)}</span>
      <span className={css.aside}>{t(`connections.checkHelp.${name}`)}</span>
    </span>
  );
}

function Result({ check }: { check: Check }) {
  const t = useT();
  const locale = useLocale();
  const { outcome, meaning, finding, remedy, code, correlationId } = check;
  if (outcome === null) return t('connections.checks.never');
  return (
    <div className={css.lines}>
      <Status meaning={OUTCOME_MEANINGS[outcome]}>{t(`connections.outcome.${outcome}`)}</Status>
      {meaning === null ? null : <span>{meaning[locale]}</span>}
      {finding === null ? null : <Finding {...finding} />}
      {remedy === null ? null : <strong>{t(`connections.remedy.${remedy}`)}</strong>}
      {code === null ? null : <span className={css.aside}>{t('connections.checks.code', { code })}</span>}
      {correlationId === null ? null : (
        <span className={css.aside}>
          {t('connections.checks.correlation')}{' '}
          <CopyableId value={correlationId} label={t('connections.checks.correlation')} />
        </span>
      )}
    </div>
  );
}

function Finding({ name, facts }: NonNullable<Check['finding']>) {
  // The values of a finding are those of its sentence; both come from the server.
  const t = useT() as unknown as (key: string, values: object) => string;
  return <span>{t(`connections.finding.${name}`, facts)}</span>;
}

function TriedAt({ check: { name, triedAt, triedBy }, manages }: { check: Check; manages: boolean }) {
  const t = useT();
  return (
    <div className={css.lines}>
      {triedAt === null ? null : <DateText at={triedAt} withTime relative={false} />}
      {triedBy === null ? null : <span className={css.aside}>{triedBy}</span>}
      {manages ? (
        <Form method="post" preventScrollReset>
          <SubmitButton name="try" value={name} appearance="quiet">
            {t('connections.checks.tryOne')}
            <span className="spoken-only"> {t(`connections.check.${name}`)}</span>
          </SubmitButton>
        </Form>
      ) : null}
    </div>
  );
}
