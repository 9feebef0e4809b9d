import { useT } from '#ui/i18n.ts';
import { TextField } from '#ui/text-field.tsx';
import css from './checkout-form.module.css';

export type FormFields = { errorOf: (name: string) => string | undefined; shown: (name: string) => string };

/** Name and address of the company, as Microsoft asks for them. */
export function CompanyFields({ errorOf, shown }: FormFields) {
  const t = useT();
  const field = (name: string) => ({
    name: `company.${name}`,
    error: errorOf(`company.${name}`),
    defaultValue: shown(`company.${name}`),
  });
  return (
    <div className={css.fields}>
      <TextField {...field('name')} label={t('purchasing.details.companyName')} autoComplete="organization" />
      <TextField {...field('vatNumber')} label={t('purchasing.details.vatNumber')} optional />
      <TextField {...field('addressLine1')} label={t('purchasing.details.addressLine1')} autoComplete="address-line1" />
      <TextField
        {...field('addressLine2')}
        label={t('purchasing.details.addressLine2')}
        autoComplete="address-line2"
        optional
      />
      <TextField {...field('city')} label={t('purchasing.details.city')} autoComplete="address-level2" />
      <TextField
        {...field('region')}
        label={t('purchasing.details.region')}
        autoComplete="address-level1"
        maxLength={2}
        spellCheck={false}
      />
      <TextField {...field('postalCode')} label={t('purchasing.details.postalCode')} autoComplete="postal-code" />
    </div>
  );
}

/** The person to whom Microsoft turns. */
export function ContactFields({ errorOf, shown }: FormFields) {
  const t = useT();
  const field = (name: string) => ({
    name: `contact.${name}`,
    error: errorOf(`contact.${name}`),
    defaultValue: shown(`contact.${name}`),
  });
  return (
    <div className={css.fields}>
      <TextField {...field('firstName')} label={t('purchasing.details.firstName')} autoComplete="given-name" />
      <TextField {...field('lastName')} label={t('purchasing.details.lastName')} autoComplete="family-name" />
      <TextField {...field('email')} label={t('purchasing.details.email')} type="email" autoComplete="email" />
      <TextField {...field('phone')} label={t('purchasing.details.phone')} type="tel" autoComplete="tel" />
    </div>
  );
}
