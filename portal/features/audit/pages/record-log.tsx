import { Form, Link, useSearchParams } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { ComboboxField } from '#ui/combobox-field.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { AUDIT_KIND_NAMES } from '../events.ts';
import type { ShownRecord } from '../record-schema.ts';
import { addressOf, type Filters } from './record-filters.ts';
import css from './record-log.module.css';

type RecordLogProps = {
  /** Address of the page. */
  path: string;
  filters: Filters;
  items: readonly ShownRecord[];
  next: string | null;
  /** People to filter by; none where the page has no such choice. */
  people?: readonly Readonly<{ id: string; label: string }>[];
};

/** The log with its filters, page by page. */
export function RecordLog({ path, filters, items, next, people = [] }: RecordLogProps) {
  const t = useT();
  const [parameters] = useSearchParams();
  return (
    <div className={css.page}>
      <FilterForm key={parameters.toString()} path={path} filters={filters} people={people} />
      <DataTable
        caption={t('audit.list')}
        rows={items}
        rowKey={(record) => record.id}
        empty={
          <EmptyState icon="search" title={t('audit.none')}>
            {t('audit.noneText')}
          </EmptyState>
        }
        columns={[
          { key: 'what', header: t('audit.what'), cell: (record) => record.text },
          { key: 'who', header: t('audit.who'), cell: (record) => record.author },
          {
            key: 'when',
            header: t('audit.when'),
            phone: 'end',
            cell: (record) => <DateText at={record.createdAt} withTime relative={false} />,
          },
          { key: 'where', header: t('audit.where'), phone: 'hidden', cell: (record) => record.address ?? '—' },
        ]}
      />
      <nav className={css.pages} aria-label={t('audit.list')}>
        {filters.after === '' ? null : <Link to={addressOf(path, parameters, null)}>{t('audit.newest')}</Link>}
        {next === null ? null : <ButtonLink to={addressOf(path, parameters, next)}>{t('audit.older')}</ButtonLink>}
      </nav>
    </div>
  );
}

function FilterForm({
  path,
  filters,
  people,
}: Pick<RecordLogProps, 'path' | 'filters'> & Required<Pick<RecordLogProps, 'people'>>) {
  const t = useT();
  return (
    <Form className={css.filters} action={path} role="search">
      <TextField name="q" label={t('audit.search')} description={t('audit.searchHint')} defaultValue={filters.search} />
      {people.length === 0 ? null : (
        <ComboboxField
          name="person"
          label={t('audit.person')}
          placeholder={t('audit.anyone')}
          defaultValue={filters.personId}
          options={people.map(({ id, label }) => ({ value: id, label }))}
        />
      )}
      <SelectField
        name="kind"
        label={t('audit.kind')}
        defaultValue={filters.kind ?? ''}
        options={[
          { value: '', label: t('audit.anyKind') },
          ...AUDIT_KIND_NAMES.map((kind) => ({ value: kind, label: t(`audit.kinds.${kind}`) })),
        ]}
      />
      <div className={css.period}>
        <TextField name="from" type="date" label={t('audit.from')} defaultValue={filters.from} />
        <TextField name="until" type="date" label={t('audit.until')} defaultValue={filters.until} />
      </div>
      <CheckboxField name="everything" label={t('audit.everything')} defaultChecked={filters.everything} />
      <div className={css.buttons}>
        <SubmitButton appearance="secondary">{t('audit.filter')}</SubmitButton>
        <Link to={path}>{t('audit.reset')}</Link>
      </div>
    </Form>
  );
}
