import { useT } from '#ui/i18n.ts';
import { SelectField } from '#ui/select-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './checkout-form.module.css';
import type { NewAccount } from './new-account.ts';

const QUALIFICATIONS = ['None', 'Education', 'GovernmentCommunityCloud', 'StateOwnedEntity', 'Nonprofit'] as const;
const SEGMENTS = ['K12', 'HigherEducation'] as const;

/** Special qualifications, and what Microsoft asks for with some of them. */
export function QualificationFields({
  errorOf,
  shown,
}: {
  errorOf: (name: string) => string | undefined;
  shown: (name: Exclude<keyof NewAccount, 'domain'>) => string;
}) {
  const t = useT();
  return (
    <>
      <SelectField
        name="qualification"
        label={t('purchasing.tenant.qualification')}
        description={t('purchasing.tenant.qualificationHint')}
        error={errorOf('qualification')}
        defaultValue={shown('qualification')}
        options={QUALIFICATIONS.map((value) => ({ value, label: t(`tenants.qualification.${value}.label`) }))}
      />
      {QUALIFICATIONS.map((value) => (
        <p key={value} className={css.note} data-qualification={value}>
          {t(`tenants.qualification.${value}.note`)}
        </p>
      ))}
      <div className={`${css.education} ${css.fields}`}>
        <SelectField
          name="educationSegment"
          label={t('purchasing.tenant.educationSegment')}
          error={errorOf('educationSegment')}
          defaultValue={shown('educationSegment')}
          options={SEGMENTS.map((value) => ({ value, label: t(`purchasing.tenant.educationSegment.${value}`) }))}
        />
        <TextField
          name="website"
          label={t('purchasing.tenant.website')}
          error={errorOf('website')}
          defaultValue={shown('website')}
        />
      </div>
      <div className={`${css.government} ${css.fields}`}>
        <TextField
          name="validationCode"
          label={t('purchasing.tenant.validationCode')}
          error={errorOf('validationCode')}
          defaultValue={shown('validationCode')}
        />
      </div>
    </>
  );
}
