import css from './company-fields.module.css';
import { useT } from './i18n.ts';
import { TextField } from './text-field.tsx';

const COMPANY_FIELDS = [
  'name',
  'vatNumber',
  'taxCode',
  'addressLine',
  'postalCode',
  'city',
  'province',
  'phone',
  'billingEmail',
] as const;

type CompanyField = (typeof COMPANY_FIELDS)[number];

type CompanyFieldsProps = {
  shown: (name: CompanyField) => string | undefined;
  errorOf: (name: CompanyField) => string | undefined;
  /** True for the reader's own company, whose data the browser may fill in. */
  isOwn?: boolean;
};

/**
 * Fields of an Italian company: identification, address, billing. Its administrator and the provider see the same ones.
 */
export function CompanyFields({ shown, errorOf, isOwn = false }: CompanyFieldsProps) {
  const t = useT();
  const field = (name: CompanyField, filledBy = 'off') => ({
    name,
    label: t(`ui.company.${name}`),
    defaultValue: shown(name),
    error: errorOf(name),
    autoComplete: isOwn ? filledBy : 'off',
  });
  return (
    <>
      <TextField {...field('name', 'organization')} />
      <div className={css.pair}>
        <TextField {...field('vatNumber')} description={t('ui.company.vatNumberHint')} optional />
        <TextField {...field('taxCode')} description={t('ui.company.taxCodeHint')} optional />
      </div>
      <TextField {...field('addressLine', 'street-address')} optional />
      <div className={css.place}>
        <TextField {...field('postalCode', 'postal-code')} optional />
        <TextField {...field('city', 'address-level2')} optional />
        <TextField {...field('province', 'address-level1')} description={t('ui.company.provinceHint')} optional />
      </div>
      <div className={css.pair}>
        <TextField {...field('phone', 'tel')} type="tel" optional />
        <TextField {...field('billingEmail', 'email')} type="email" optional />
      </div>
    </>
  );
}

/** The company in a posted form, as it was typed; an empty field is an empty text. */
export function readCompany(form: FormData): Record<CompanyField, string> {
  const read = COMPANY_FIELDS.map((name) => [name, String(form.get(name) ?? '')] as const);
  return Object.fromEntries(read) as Record<CompanyField, string>;
}
