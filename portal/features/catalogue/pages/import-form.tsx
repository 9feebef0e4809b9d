import { Form } from 'react-router';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FileField } from '#ui/file-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './price-list-page.module.css';

export function ImportForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('catalogue.import.title')}>
      <Form method="post" encType="multipart/form-data" className={css.form}>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value="import" />
        <FileField
          name="file"
          label={t('catalogue.import.file')}
          description={t('catalogue.import.fileHelp')}
          error={refused.errorOf('file')}
          accept=".csv,.txt,.xlsx,.zip"
        />
        <TextField
          name="market"
          label={t('catalogue.import.market')}
          description={t('catalogue.import.marketHelp')}
          defaultValue={refused.typed('market')}
          error={refused.errorOf('market')}
          maxLength={2}
          optional
        />
        <TextField
          name="holdsOn"
          type="date"
          label={t('catalogue.import.holdsOn')}
          description={t('catalogue.import.holdsOnHelp')}
          defaultValue={refused.typed('holdsOn')}
          error={refused.errorOf('holdsOn')}
          optional
        />
        <CheckboxField
          name="isComplete"
          label={t('catalogue.import.complete')}
          description={t('catalogue.import.completeHelp')}
          defaultChecked={refused.typed('send') === undefined || refused.typed('isComplete') !== undefined}
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
