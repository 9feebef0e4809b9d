import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './impersonation.module.css';

type ImpersonationFormProps = {
  name: string;
  submit: string;
  cancelTo: string;
  refused: RefusedForm;
  notice?: ReactNode;
};

/** Asks for the reason to act in a person's place, and says what is possible then. */
export function ImpersonationForm({ name, submit, cancelTo, refused, notice }: ImpersonationFormProps) {
  const t = useT();
  return (
    <Section title={t('signIn.impersonate.section')}>
      <ul className={css.rules}>
        <li>{t('signIn.impersonate.duration')}</li>
        <li>{t('signIn.impersonate.told', { name })}</li>
        <li>{t('signIn.impersonate.recorded')}</li>
        <li>{t('signIn.impersonate.never')}</li>
      </ul>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        {notice}
        <TextField
          name="reason"
          label={t('signIn.impersonate.reason')}
          description={t('signIn.impersonate.reasonHint', { name })}
          defaultValue={refused.typed('reason')}
          error={refused.errorOf('reason')}
          maxLength={300}
          autoComplete="off"
        />
        <CheckboxField
          name="mayWrite"
          label={t('signIn.impersonate.mayWrite')}
          description={t('signIn.impersonate.mayWriteHint')}
          defaultChecked={refused.typed('mayWrite') !== undefined}
        />
        <div className={css.buttons}>
          <SubmitButton>{submit}</SubmitButton>
          <ButtonLink to={cancelTo}>{t('signIn.impersonate.cancel')}</ButtonLink>
        </div>
      </Form>
    </Section>
  );
}
