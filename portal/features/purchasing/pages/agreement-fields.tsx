import { CheckboxField } from '#ui/checkbox-field.tsx';
import { useT } from '#ui/i18n.ts';
import { TextField } from '#ui/text-field.tsx';
import css from './checkout-form.module.css';
import { ContactFields, type FormFields } from './company-fields.tsx';

/** The person who accepts the Microsoft Customer Agreement for the company, and the date. */
export function AgreementFields({
  readUrl,
  templateId,
  isAccepted,
  ...fields
}: FormFields & { readUrl: string; templateId: string; isAccepted: boolean }) {
  const t = useT();
  return (
    <div className={css.column}>
      <p>
        <a href={readUrl} target="_blank" rel="noreferrer">
          {t('purchasing.details.agreementRead')}
        </a>
      </p>
      <input type="hidden" name="agreement.templateId" value={templateId} />
      <ContactFields {...fields} part="agreement" />
      <div className={css.fields}>
        <TextField
          name="agreement.acceptedOn"
          label={t('purchasing.details.acceptedOn')}
          type="date"
          error={fields.errorOf('agreement.acceptedOn')}
          defaultValue={fields.shown('agreement.acceptedOn')}
        />
      </div>
      <CheckboxField
        name="agreement.isAccepted"
        label={t('purchasing.details.agreementAccept')}
        error={fields.errorOf('agreement.isAccepted')}
        defaultChecked={isAccepted}
      />
    </div>
  );
}
