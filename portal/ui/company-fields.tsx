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
  /** It is the company of who types, whose browser may fill it in. */
  isOwn?: boolean;
};

/** What identifies an Italian company and where its invoices go: the same for who looks after it and for who opens it. */
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

/** The company in a posted form, as it was typed; what was left empty is an empty text. */
export function readCompany(form: FormData): Record<CompanyField, string> {
  const read = COMPANY_FIELDS.map((name) => [name, String(form.get(name) ?? '')] as const);
  return Object.fromEntries(read) as Record<CompanyField, string>;
}
