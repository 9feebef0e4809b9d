import { Form } from 'react-router';
import { FileField } from '#ui/file-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import css from './bank-statements.module.css';

/** What was read of a CSV whose columns are not known. */
export type UnknownCsv = Readonly<{
  headers: readonly string[];
  rows: readonly (readonly string[])[];
  suggested: Readonly<{
    date: number;
    amount: number | null;
    credit: number | null;
    reference: readonly number[];
    payerName: number | null;
    payerIban: number | null;
    bankReference: number | null;
  }> | null;
}>;

/** The form for a statement; its file is sent again with the columns, because the portal keeps no files. */
export function ImportForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('billing.provider.bank.import')} intro={t('billing.provider.bank.importIntro')}>
      <Form method="post" encType="multipart/form-data" className={css.form}>
        <FormErrors errors={refused.errors} />
        <StatementField refused={refused} />
        <div>
          <SubmitButton name="intent" value="import">
            {t('billing.provider.bank.doImport')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function StatementField({ refused }: { refused: RefusedForm }) {
  const t = useT();
  return (
    <FileField
      name="file"
      label={t('billing.provider.bank.file')}
      description={t('billing.provider.bank.fileHelp')}
      error={refused.errorOf('file')}
      accept=".xml,.csv,.txt"
    />
  );
}

const SINGLE = ['date', 'amount', 'credit', 'payerName', 'payerIban', 'bankReference'] as const;

/** The columns of a CSV: as their headers suggest them, chosen by the provider, and remembered. */
export function CsvColumnsForm({ csv, refused }: { csv: UnknownCsv; refused: RefusedForm }) {
  const t = useT();
  const { headers, rows, suggested } = csv;
  const options = headers.map((header, index) => ({
    value: String(index),
    label: header === '' ? t('billing.provider.bank.columnNumber', { number: index + 1 }) : header,
  }));
  const chosen = (index: number | null | undefined) => (index === null || index === undefined ? '' : String(index));
  return (
    <Section title={t('billing.provider.bank.columns')} intro={t('billing.provider.bank.columnsIntro')}>
      <div className={css.sample}>
        <table>
          <thead>
            <tr>
              {options.map(({ value, label }) => (
                <th key={value} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a sample is never reordered
              <tr key={position}>
                {options.map(({ value }) => (
                  <td key={value}>{cells[Number(value)] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Form method="post" encType="multipart/form-data" className={css.form}>
        <FormErrors errors={refused.errors} />
        {SINGLE.map((role) => (
          <SelectField
            key={role}
            name={role}
            label={t(`billing.provider.bank.column.${role}`)}
            placeholder={t('billing.provider.bank.noColumn')}
            options={options}
            defaultValue={chosen(suggested?.[role])}
            optional={role !== 'date'}
          />
        ))}
        <SelectField
          name="reference"
          label={t('billing.provider.bank.column.reference')}
          placeholder={t('billing.provider.bank.noColumn')}
          options={options}
          defaultValue={chosen(suggested?.reference[0])}
          optional
        />
        <StatementField refused={refused} />
        <div>
          <SubmitButton name="intent" value="importWithColumns">
            {t('billing.provider.bank.doImport')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
