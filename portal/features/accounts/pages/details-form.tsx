import { Form } from 'react-router';
import { CompanyFields, readCompany } from '#ui/company-fields.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TIME_ZONES } from '../rules.ts';
import css from './account-details-page.module.css';

type Details = { timeZone: string } & { [Field in keyof ReturnType<typeof readCompany>]: string | null };

/** The details of the reader's own company. */
export function DetailsForm({ account, refused }: { account: Details; refused: RefusedForm }) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <CompanyFields
        shown={(name) => refused.typed(name) ?? account[name] ?? undefined}
        errorOf={refused.errorOf}
        isOwn
      />
      <SelectField
        name="timeZone"
        label={t('accounts.details.timeZone')}
        description={t('accounts.details.timeZoneHint')}
        defaultValue={refused.typed('timeZone') ?? account.timeZone}
        options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replace('_', ' ') }))}
      />
      <div>
        <SubmitButton>{t('accounts.details.save')}</SubmitButton>
      </div>
    </Form>
  );
}

/** The details in a posted form, as they were typed. */
export function readDetails(form: FormData) {
  return {
    ...readCompany(form),
    timeZone: TIME_ZONES.find((zone) => zone === form.get('timeZone')) ?? TIME_ZONES[0],
  };
}
