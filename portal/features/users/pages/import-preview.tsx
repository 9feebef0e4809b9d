import { useState } from 'react';
import { Form } from 'react-router';
import type { PersonRole } from '#platform/permissions.ts';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Notice } from '#ui/notice.tsx';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { PEOPLE_JSON_FIELD } from '../import/people-columns.ts';
import type { TypedPerson } from '../import/read-people.ts';
import type { ServiceSeatsOutput } from '../services/get-services.ts';
import type { AccountKind } from './account-kind.ts';
import css from './import-users.module.css';
import { RoleFields } from './role-fields.tsx';
import { ServiceChoice } from './service-choice.tsx';
import formCss from './user-form.module.css';

type RowStatus = 'valid' | 'exists' | 'faulty' | 'unknown';
type PreviewRow = Readonly<{
  row: TypedPerson;
  status: RowStatus;
  problems: readonly Readonly<{ field: string; message: string }>[];
}>;

type ImportPreviewProps = {
  preview: Readonly<{ rows: readonly PreviewRow[]; errors: readonly { message: string }[] }>;
  kind: AccountKind;
  services: readonly ServiceSeatsOutput[];
  toGive: readonly PersonRole[];
};

const MEANINGS: Record<RowStatus, Meaning> = {
  valid: 'good',
  exists: 'neutral',
  faulty: 'danger',
  unknown: 'neutral',
};

/** The rows with what is wrong beside each cell, and the choices for all of them. */
export function ImportPreview({ preview, kind, services, toGive }: ImportPreviewProps) {
  const t = useT();
  const locale = useLocale();
  const countOf = (status: RowStatus) => preview.rows.filter((row) => row.status === status).length;
  const validCount = countOf('valid');
  const faultyCount = countOf('faulty');
  const [onlyValid, setOnlyValid] = useState(false);
  const people = JSON.stringify(preview.rows.map(({ row }) => row));
  const mayFinish = validCount > 0 && (faultyCount === 0 || onlyValid);
  return (
    <div className={formCss.page}>
      <FormErrors errors={preview.errors} />
      <Notice meaning={faultyCount > 0 ? 'attention' : 'information'} live>
        {t('users.import.summary', { valid: validCount, exists: countOf('exists'), faulty: faultyCount })}
      </Notice>
      <RowsTable rows={preview.rows} />
      <Form method="post">
        <input type="hidden" name={PEOPLE_JSON_FIELD} value={people} />
        <SubmitButton appearance="secondary" name="intent" value="edit">
          {t('users.import.edit')}
        </SubmitButton>
      </Form>
      {validCount === 0 ? null : (
        <Form method="post" className={formCss.page}>
          <input type="hidden" name={PEOPLE_JSON_FIELD} value={people} />
          <RoleFields kind={kind} label={t('users.new.permissions')} toGive={toGive} />
          {services.length === 0 ? null : (
            <Section title={t('users.services.title')} intro={t('users.import.servicesIntro', { count: validCount })}>
              <ServiceChoice services={services} legend={t('users.services.choose')} peopleCount={validCount} />
            </Section>
          )}
          <SelectField
            name="locale"
            label={t('users.new.language')}
            defaultValue={locale}
            options={[
              { value: 'it', label: 'Italiano' },
              { value: 'en', label: 'English' },
            ]}
          />
          <CheckboxField
            name="sendActivationMail"
            label={t('users.new.sendActivation')}
            description={t('users.import.sendActivationHint', { count: validCount })}
            defaultChecked
          />
          {faultyCount === 0 ? null : (
            <CheckboxField
              name="onlyValid"
              label={t('users.import.onlyValid', { count: faultyCount })}
              onChecked={setOnlyValid}
            />
          )}
          <div className={formCss.buttons}>
            <SubmitButton name="intent" value="create">
              {t('users.new.finish')}
            </SubmitButton>
            {mayFinish ? null : <span className={css.aside}>{t('users.import.correctFirst')}</span>}
          </div>
        </Form>
      )}
    </div>
  );
}

function RowsTable({ rows }: { rows: readonly PreviewRow[] }) {
  const t = useT();
  const numbered = rows.map((row, index) => ({ ...row, number: index + 1 }));
  const cell = (field: keyof TypedPerson) => (row: PreviewRow) => {
    const problems = row.problems.filter((problem) => problem.field === field);
    return (
      <span className={css.cell} data-faulty={problems.length > 0}>
        {row.row[field] === '' && problems.length > 0 ? t('users.import.empty') : row.row[field]}
        {problems.map(({ message }) => (
          <span key={message} className={css.problem}>
            {message}
          </span>
        ))}
      </span>
    );
  };
  const hasLogins = rows.some(({ row, problems }) => row.login !== '' || problems.some((one) => one.field === 'login'));
  const hasSecond = rows.some(
    ({ row, problems }) => row.notificationEmail !== '' || problems.some((one) => one.field === 'notificationEmail'),
  );
  return (
    <Section title={t('users.import.previewTitle')} frame="plain">
      <DataTable
        caption={t('users.import.previewTitle')}
        rows={numbered}
        rowKey={({ number }) => String(number)}
        empty={null}
        columns={[
          { key: 'number', header: t('users.import.row'), cell: ({ number }) => number },
          { key: 'firstName', header: t('users.new.firstName'), cell: cell('firstName') },
          { key: 'lastName', header: t('users.new.lastName'), cell: cell('lastName') },
          { key: 'email', header: t('users.new.email'), cell: cell('email') },
          ...(hasLogins ? [{ key: 'login', header: t('users.page.loginField'), cell: cell('login') }] : []),
          ...(hasSecond
            ? [{ key: 'notificationEmail', header: t('users.new.notificationEmail'), cell: cell('notificationEmail') }]
            : []),
          {
            key: 'status',
            header: t('users.statusTitle'),
            phone: 'end' as const,
            cell: ({ status }: PreviewRow) => (
              <Status meaning={MEANINGS[status]}>{t(`users.import.status.${status}`)}</Status>
            ),
          },
        ]}
      />
    </Section>
  );
}
