import { Form } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { dateOfInstant, formatDate } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { OwnService } from '../own-services/get-own-service.ts';
import { monthsOf, optionKey } from '../own-services/own-options.ts';
import { OwnPriceFields } from './own-service-fields.tsx';
import css from './own-services.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

type Props = { service: OwnService; refused: RefusedForm };

/** The prices that hold and those planned, and the form that changes them from a day on. */
export function OwnServicePrices({ service, refused }: Props) {
  const t = useT();
  return (
    <>
      <Section title={t('catalogue.provider.own.prices')} intro={t('catalogue.provider.own.netIntro')} frame="plain">
        <PriceTable service={service} />
      </Section>
      <Section title={t('catalogue.provider.own.change')} intro={t('catalogue.provider.own.changeIntro')}>
        <PriceForm service={service} refused={refused} />
      </Section>
    </>
  );
}

function PriceTable({ service }: { service: OwnService }) {
  const t = useT();
  const labels = useCatalogueLabels();
  return (
    <DataTable
      caption={t('catalogue.provider.own.prices')}
      rows={service.prices}
      rowKey={(row) => `${optionKey(row)} ${row.effectiveFrom}`}
      empty={<EmptyState icon="subscriptions" title={t('catalogue.provider.own.noPrices')} />}
      columns={[
        {
          key: 'option',
          header: t('catalogue.provider.own.option'),
          cell: (row) => (
            <span className={css.twoLines}>
              {labels.option({ ...row, termMonths: monthsOf(row) })}
              {row.isSold ? null : <span className={css.aside}>{t('catalogue.provider.own.renewalOnly')}</span>}
            </span>
          ),
        },
        {
          key: 'price',
          header: t('catalogue.provider.own.price'),
          align: 'end',
          cell: (row) => <Money value={row.pricePerCycle} isUnitPrice />,
        },
        {
          key: 'customerPrice',
          header: t('catalogue.provider.own.customerPrice'),
          align: 'end',
          phone: 'end',
          cell: (row) => <Money value={row.customerPricePerCycle} isUnitPrice />,
        },
        {
          key: 'validity',
          header: t('catalogue.provider.own.validity'),
          cell: (row) => <Validity price={row} />,
        },
      ]}
    />
  );
}

/** "dal 1 dic 2026 al 31 dic 2026": both days count. */
function Validity({ price: { effectiveFrom, effectiveUntil } }: { price: OwnService['prices'][number] }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const dayOf = (instant: string) => formatDate(dateOfInstant(instant, timeZone), locale);
  const from = dayOf(effectiveFrom);
  if (effectiveUntil === null) return t('catalogue.provider.own.from', { from });
  const lastMoment = new Date(Date.parse(effectiveUntil) - 1).toISOString();
  return t('catalogue.provider.own.fromUntil', { from, until: dayOf(lastMoment) });
}

function PriceForm({ service, refused }: Props) {
  const t = useT();
  const locale = useLocale();
  const { nowIso, timeZone } = useViewer();
  const sold = service.prices.filter(({ isSold, holdsNow }) => isSold && holdsNow);
  const typedOf = (amount: string) => (locale === 'it' ? amount.replace('.', ',') : amount);
  const current = Object.fromEntries(sold.map((row) => [optionKey(row), typedOf(row.pricePerCycle.amount)]));
  return (
    <Form method="post" className={css.page} noValidate>
      <div className={css.form}>
        <TextField
          name="startsOn"
          type="date"
          label={t('catalogue.provider.own.startsOn')}
          defaultValue={refused.typed('startsOn') ?? dateOfInstant(nowIso, timeZone)}
          error={refused.errorOf('startsOn')}
        />
      </div>
      <OwnPriceFields
        current={refused.errors.length > 0 ? {} : current}
        currency={service.prices[0]?.pricePerCycle.currency ?? 'EUR'}
        refused={refused}
      />
      <div>
        <SubmitButton appearance="secondary" name="intent" value="prices">
          {t('catalogue.provider.own.setPrices')}
        </SubmitButton>
      </div>
    </Form>
  );
}
