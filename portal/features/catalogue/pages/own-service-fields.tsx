import { formatTyped } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { NumberField } from '#ui/number-field.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import { CATEGORIES } from '../categories.ts';
import { OWN_OPTIONS, optionKey, priceField } from '../own-services/own-options.ts';
import css from './own-services.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

/** A service that is being edited. */
export type EditedService = Readonly<{
  titleIt: string;
  titleEn: string | null;
  descriptionIt: readonly string[];
  descriptionEn: readonly string[];
  category: string;
  seatCountMin: number;
  seatCountMax: number | null;
  serviceUrl: string | null;
}>;

type FieldsProps = { service?: EditedService | undefined; refused: RefusedForm };

/** What a service is: its words in both languages, category, bounds, address. */
export function OwnServiceFields({ service, refused }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Section title={t('catalogue.provider.own.texts')} intro={t('catalogue.provider.own.textsIntro')}>
        <div className={css.languages}>
          <LanguageFields language="It" service={service} refused={refused} />
          <LanguageFields language="En" service={service} refused={refused} />
        </div>
      </Section>
      <Section title={t('catalogue.provider.own.sale')}>
        <SaleFields service={service} refused={refused} />
      </Section>
    </>
  );
}

type LanguageFieldsProps = { language: 'It' | 'En'; service: EditedService | undefined; refused: RefusedForm };

function LanguageFields({ language, service, refused }: LanguageFieldsProps) {
  const t = useT();
  const field = (name: string, stored: string | null | undefined) => ({
    name,
    defaultValue: refused.typed(name) ?? stored ?? undefined,
    error: refused.errorOf(name),
    autoComplete: 'off',
  });
  return (
    <div className={css.form}>
      <TextField
        {...field(`title${language}`, service?.[`title${language}`])}
        label={t(`catalogue.provider.own.title${language}`)}
        maxLength={100}
      />
      <TextField
        {...field(`description${language}`, service?.[`description${language}`].join('\n'))}
        label={t(`catalogue.provider.own.description${language}`)}
        description={t('catalogue.provider.own.descriptionHint')}
        rowCount={6}
        optional
      />
    </div>
  );
}

function SaleFields({ service, refused }: { service: EditedService | undefined; refused: RefusedForm }) {
  const t = useT();
  const labels = useCatalogueLabels();
  return (
    <div className={css.form}>
      <SelectField
        name="category"
        label={t('catalogue.provider.own.category')}
        defaultValue={refused.typed('category') ?? service?.category ?? 'managedServices'}
        options={CATEGORIES.map((category) => ({ value: category, label: labels.category(category) }))}
      />
      <div className={css.pair}>
        <NumberField
          name="seatCountMin"
          label={t('catalogue.provider.own.seatCountMin')}
          min={1}
          defaultValue={refused.typed('seatCountMin') ?? service?.seatCountMin ?? 1}
          error={refused.errorOf('seatCountMin')}
        />
        <NumberField
          name="seatCountMax"
          label={t('catalogue.provider.own.seatCountMax')}
          min={1}
          defaultValue={refused.typed('seatCountMax') ?? service?.seatCountMax ?? undefined}
          error={refused.errorOf('seatCountMax')}
          optional
        />
      </div>
      <TextField
        name="serviceUrl"
        type="url"
        label={t('catalogue.provider.own.serviceUrl')}
        description={t('catalogue.provider.own.serviceUrlHint')}
        defaultValue={refused.typed('serviceUrl') ?? service?.serviceUrl ?? undefined}
        error={refused.errorOf('serviceUrl')}
        autoComplete="off"
        optional
      />
    </div>
  );
}

type PriceFieldsProps = {
  /** Prices of one charge as they are now, by option key. */
  current?: Readonly<Record<string, string>>;
  currency: string;
  refused: RefusedForm;
};

/** A field for the price of each way to buy; an empty one is not sold. */
export function OwnPriceFields({ current = {}, currency, refused }: PriceFieldsProps) {
  const labels = useCatalogueLabels();
  const locale = useLocale();
  const shown = (option: (typeof OWN_OPTIONS)[number]) => {
    const price = current[optionKey(option)];
    return refused.typed(priceField(option)) ?? (price === undefined ? undefined : formatTyped(price, locale));
  };
  return (
    <div className={css.prices}>
      {OWN_OPTIONS.map((option) => (
        <TextField
          key={optionKey(option)}
          name={priceField(option)}
          label={labels.option(option)}
          defaultValue={shown(option)}
          error={refused.errorOf(priceField(option))}
          suffix={currency}
          autoComplete="off"
          optional
        />
      ))}
    </div>
  );
}
