import { useT } from '#ui/i18n.ts';
import { SelectField } from '#ui/select-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import css from './agreement.module.css';

type SignatoryFieldsProps = { errorOf: (name: string) => string | undefined; shown: (name: string) => string };

/** The person who accepts the Microsoft Customer Agreement at Microsoft. */
export function SignatoryFields({ errorOf, shown }: SignatoryFieldsProps) {
  const t = useT();
  const field = (name: string) => ({
    name: `signatory.${name}`,
    error: errorOf(`signatory.${name}`),
    defaultValue: shown(`signatory.${name}`),
  });
  return (
    <div className={css.fields}>
      <TextField {...field('firstName')} label={t('tenants.signatory.firstName')} />
      <TextField {...field('lastName')} label={t('tenants.signatory.lastName')} />
      <TextField
        {...field('email')}
        label={t('tenants.signatory.email')}
        description={t('tenants.signatory.emailHint')}
        type="email"
      />
      <TextField {...field('phone')} label={t('tenants.signatory.phone')} type="tel" optional />
      <SelectField
        {...field('locale')}
        label={t('tenants.signatory.locale')}
        options={[
          { value: 'it', label: t('tenants.signatory.locale.it') },
          { value: 'en', label: t('tenants.signatory.locale.en') },
        ]}
      />
    </div>
  );
}

/** The signatory that a form with these fields sends. */
export function signatoryIn(form: FormData) {
  const text = (name: string) => String(form.get(`signatory.${name}`) ?? '');
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    phone: text('phone'),
    locale: text('locale') === 'en' ? ('en' as const) : ('it' as const),
  };
}
