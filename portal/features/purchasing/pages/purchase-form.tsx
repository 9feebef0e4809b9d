import { money } from '@licence-portal/nce';
import { multiply, roundLineHalfUp } from '@licence-portal/nce/money';
import { useState } from 'react';
import { Form } from 'react-router';
import type { ComparedOption, ShownOffer } from '#features/catalogue/catalogue.ts';
import { useCatalogueLabels } from '#features/catalogue/catalogue-ui.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatUntilInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { OrderFormFields } from '#ui/order-form-fields.tsx';
import { type RadioCard, RadioCards } from '#ui/radio-cards.tsx';
import type { useRefusedForm } from '#ui/refused-form.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import css from './product-page.module.css';

/** Before the names of the order form's fields, as the operation names them, so that a refusal finds its field. */
export const ANSWER_PREFIX = 'answers.';

type PurchaseFormProps = {
  offer: ShownOffer;
  refused: ReturnType<typeof useRefusedForm>;
  /** The way to pay that was chosen on the page before, as its key. */
  wanted: string | null;
};

/** The options side by side, the number of licences, the total and the button; on a phone a bar keeps the last two. */
export function PurchaseForm({ offer, refused, wanted }: PurchaseFormProps) {
  const t = useT();
  const options = usualFirst(offer.options);
  const first = options.find((one) => keyOf(one) === wanted) ?? options[0];
  const [optionKey, setOptionKey] = useState(refused.typed('option') ?? keyOf(first));
  const [seatCount, setSeatCount] = useState(refused.typed('seatCount') ?? String(offer.seatCountMin));
  const option = options.find((one) => keyOf(one) === optionKey) ?? options[0];
  const cards = useOptionCards(options);
  return (
    <Form method="post" className={css.form} noValidate>
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="offerId" value={offer.offerId} />
      <RadioCards
        name="option"
        label={t('purchasing.product.option.choose')}
        description={t('purchasing.product.option.help')}
        cards={cards}
        defaultValue={optionKey}
        error={refused.errorOf('option')}
        onValue={setOptionKey}
      />
      <OrderFormFields
        fields={offer.orderForm ?? []}
        prefix={ANSWER_PREFIX}
        defaultOf={(name) => refused.typed(`${ANSWER_PREFIX}${name}`)}
        errorOf={(name) => refused.errorOf(`${ANSWER_PREFIX}${name}`)}
      />
      <NumberField
        name="seatCount"
        label={t('purchasing.product.seats.label')}
        min={offer.seatCountMin}
        {...(offer.seatCountMax === null ? {} : { max: offer.seatCountMax })}
        defaultValue={seatCount}
        error={refused.errorOf('seatCount')}
        onValue={setSeatCount}
      />
      <UndoUntil offer={offer} />
      <div className={css.bar}>
        {option === undefined ? null : <Totals option={option} seatCount={seatCount} />}
        <SubmitButton caps icon="cart">
          {t('purchasing.product.addToCart')}
        </SubmitButton>
      </div>
    </Form>
  );
}

/** Until when the purchase can be undone, once for all options. */
function UndoUntil({ offer: { undoUntil, isTrial } }: { offer: ShownOffer }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  return (
    <p className={css.undo}>
      {undoUntil === null
        ? t('purchasing.product.option.undoNone')
        : t(isTrial ? 'purchasing.product.option.freeUntil' : 'purchasing.product.option.undoUntil', {
            on: formatUntilInstant(undoUntil, timeZone, locale),
          })}
    </p>
  );
}

/** The total of the present choice, shown for a whole number of licences only. */
function Totals({ option, seatCount }: { option: ComparedOption; seatCount: string }) {
  const t = useT();
  if (!/^[1-9]\d{0,8}$/.test(seatCount)) return null;
  const times = ({ amount, currency }: ComparedOption['pricePerTerm']) => {
    const total = roundLineHalfUp(multiply(money(amount, currency), seatCount));
    return { amount: total.amount.toFixed(), currency };
  };
  return (
    <dl className={css.totals} aria-live="polite">
      <div>
        <dt>{t('purchasing.product.total.cycle', { billing: option.billingCycle })}</dt>
        <dd>
          <Money value={times(option.pricePerCycle)} basis="net" />
        </dd>
      </div>
      {option.cyclesPerTerm === 1 ? null : (
        <div>
          <dt>{t('purchasing.product.total.term', { months: option.termMonths ?? 0 })}</dt>
          <dd>
            <Money value={times(option.pricePerTerm)} basis="net" />
          </dd>
        </div>
      )}
    </dl>
  );
}

function useOptionCards(options: readonly ComparedOption[]): RadioCard[] {
  const t = useT();
  const locale = useLocale();
  const labels = useCatalogueLabels();
  const surchargeOf = ({ surchargePercent: percent }: ComparedOption) =>
    percent === null || percent === '0'
      ? undefined
      : t('purchasing.product.option.surcharge', { percent: decimalText(percent, locale) });
  // Of equally cheap options the one with the shortest commitment is the better one.
  const cheapest = options.find((option) => option.surchargePercent === '0');
  return options.map((option) => ({
    value: keyOf(option),
    title: labels.option(option),
    mark: option === cheapest && options.length > 1 ? t('purchasing.product.option.cheapest') : surchargeOf(option),
    facts: [
      ...(option.pricePerMonth === null
        ? []
        : [{ term: t('purchasing.product.option.perMonth'), value: <Money value={option.pricePerMonth} /> }]),
      { term: t('purchasing.product.option.perTerm'), value: <Money value={option.pricePerTerm} /> },
    ],
  }));
}

/** The three options of the guide (up to a year) before longer ones. */
function usualFirst(options: readonly ComparedOption[]): ComparedOption[] {
  const isLong = (option: ComparedOption) => (option.termMonths ?? 0) > 12;
  return [...options.filter((option) => !isLong(option)), ...options.filter(isLong)];
}

function keyOf(option: ComparedOption | undefined): string {
  return option === undefined ? '' : `${option.termDuration}/${option.billingCycle}`;
}

function decimalText(text: string, locale: string): string {
  return locale === 'it' ? text.replace('.', ',') : text;
}
