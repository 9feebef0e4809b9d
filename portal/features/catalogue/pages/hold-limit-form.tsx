import { Form } from 'react-router';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatTyped } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './price-list-page.module.css';

/** By how much a price may move before it waits for the provider. */
export function HoldLimitForm({ percent, refused }: { percent: string; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Section title={t('catalogue.holdLimit.title')}>
      <Form method="post" className={css.form} noValidate>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value="setHoldLimit" />
        <TextField
          name="percent"
          label={t('catalogue.holdLimit.label')}
          description={t('catalogue.holdLimit.help')}
          defaultValue={refused.typed('percent') ?? formatTyped(percent, locale)}
          error={refused.errorOf('percent')}
          maxLength={6}
          suffix="%"
        />
        <div>
          <SubmitButton appearance="secondary">{t('catalogue.holdLimit.submit')}</SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
