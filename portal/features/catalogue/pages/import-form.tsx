import { Form } from 'react-router';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { Field, fieldAttributes } from '#ui/field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './price-list-page.module.css';

export function ImportForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  const file = {
    name: 'file',
    label: t('catalogue.import.file'),
    description: t('catalogue.import.fileHelp'),
    error: refused.errorOf('file'),
  };
  return (
    <Section title={t('catalogue.import.title')}>
      <Form method="post" encType="multipart/form-data" className={css.form}>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value="import" />
        <Field field={file}>
          <input {...fieldAttributes(file)} type="file" accept=".csv,.txt,.xlsx,.zip" />
        </Field>
        <TextField
          name="market"
          label={t('catalogue.import.market')}
          description={t('catalogue.import.marketHelp')}
          defaultValue={refused.typed('market')}
          error={refused.errorOf('market')}
          maxLength={2}
          optional
        />
        <CheckboxField
          name="isDryRun"
          label={t('catalogue.import.dryRun')}
          description={t('catalogue.import.dryRunHelp')}
          defaultChecked={refused.typed('isDryRun') !== undefined}
        />
        <div>
          <SubmitButton name="send" value="import">
            {t('catalogue.import.submit')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
