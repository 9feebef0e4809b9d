import { money, multiply, roundLineHalfUp } from '@licence-portal/nce';
import { useState } from 'react';
import { Form, Link, redirect, useSubmit } from 'react-router';
import { addLine } from '#features/purchasing/purchasing.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { AskedFields, readAnswers } from '#ui/asked-fields.tsx';
import { Button } from '#ui/button.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount, formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RadioCard, RadioCards } from '#ui/radio-cards.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { getProduct, type ShownOffer } from '../get-product.ts';
import type { ComparedOption } from '../prices/compare-options.ts';
import type { Route } from './+types/product-page.ts';
import { useCatalogueWords } from './catalogue-labels.ts';
import css from './product-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const product = await caller.call(getProduct, { productId: args.params.productId });
    const offerId = new URL(args.request.url).searchParams.get('offer');
    const chosen = product.offers.find((offer) => offer.offerId === offerId) ?? product.offers[0];
    return { product, chosen };
  });

/** As the operation names them, so that a refusal finds its field. */
const ANSWERS = 'answers.';

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const [termDuration = '', billingCycle = ''] = String(form.get('option') ?? '').split('/');
    if (billingCycle === '') throw new Refusal('input.invalid', {}, [{ path: 'option', code: 'input.required' }]);
    const answers = readAnswers(form, ANSWERS);
    await caller.call(addLine, {
      offerId: String(form.get('offerId') ?? ''),
      termDuration,
      billingCycle,
      seatCount: numberIn(form, 'seatCount'),
      ...(answers && { answers }),
    });
    return redirect(`${paths.cart()}?done=added`);
  });

/** Words on the left; on the right the plan, the ways to pay for it side by side, how many, and the sum. */
export default function ProductPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const words = useCatalogueWords();
  const refused = useRefusedForm(actionData);
  const { product, chosen } = loaderData;
  return (
    <>
      <PageHeader
        title={product.title}
        facts={[words.category(product.category), ...(product.publisher === '' ? [] : [product.publisher])]}
        crumbs={[{ label: t('catalogue.marketplace.title'), to: paths.marketplace() }, { label: product.title }]}
      />
      {chosen === undefined ? (
        <Notice meaning="information" title={t('catalogue.product.notSold')} />
      ) : (
        <div className={css.page}>
          <div className={css.words}>
            <Description offer={chosen} product={product} />
            <Needs offer={chosen} />
          </div>
          <div className={css.order}>
            {product.offers.length > 1 ? <PlanChoice offers={product.offers} chosen={chosen} /> : null}
            <PurchaseForm key={chosen.offerId} offer={chosen} undoUntil={product.undoUntil} refused={refused} />
          </div>
        </div>
      )}
    </>
  );
}

type Shown = Route.ComponentProps['loaderData'];

function Description({ offer, product }: { offer: ShownOffer; product: Shown['product'] }) {
  const t = useT();
  const locale = useLocale();
  const words = useCatalogueWords();
  const { seatCountMin, seatCountMax, ownedSeatCount } = offer;
  const text = offer.description || product.description;
  return (
    <Section title={t('catalogue.product.about')}>
      {text.split('\n').map((paragraph) => (
        <p key={paragraph} lang={product.descriptionLanguage}>
          {paragraph}
        </p>
      ))}
      {text === '' || product.descriptionLanguage === locale ? null : (
        <p className={css.language}>{t('catalogue.product.language', { language: product.descriptionLanguage })}</p>
      )}
      <Facts
        facts={[
          { term: t('catalogue.fact.plan'), value: offer.title },
          { term: t('catalogue.fact.segment'), value: words.segment(offer.segment) },
          {
            term: t('catalogue.fact.seats'),
            value:
              seatCountMax === null
                ? t('catalogue.fact.seatsFrom', { min: formatCount(seatCountMin, locale) })
                : t('catalogue.fact.seatsBetween', {
                    min: formatCount(seatCountMin, locale),
                    max: formatCount(seatCountMax, locale),
                  }),
          },
          ...(ownedSeatCount === 0
            ? []
            : [
                {
                  term: t('catalogue.fact.owned'),
                  value: t('catalogue.fact.ownedSeats', {
                    count: ownedSeatCount,
                    seats: formatCount(ownedSeatCount, locale),
                  }),
                },
              ]),
          { term: t('catalogue.fact.ids'), value: <code>{`${offer.vendorProductId}:${offer.vendorSkuId}`}</code> },
        ]}
      />
    </Section>
  );
}

/** What must be there before: a qualification of the tenant, another plan. */
function Needs({ offer }: { offer: ShownOffer }) {
  const t = useT();
  const words = useCatalogueWords();
  const named = offer.prerequisites.flatMap(({ title, productId, vendorIds }) =>
    title === null || productId === null ? [] : [{ title, productId, vendorIds }],
  );
  return (
    <>
      {offer.segment === 'commercial' ? null : (
        <Notice meaning="attention" title={t('catalogue.need.segment', { segment: words.segment(offer.segment) })}>
          {t('catalogue.need.segmentText')}
        </Notice>
      )}
      {offer.isTrial ? <Notice meaning="information">{t('catalogue.need.trial')}</Notice> : null}
      {offer.prerequisites.length === 0 ? null : (
        <Notice meaning="information" title={t('catalogue.need.plan')}>
          <ul className={css.plans}>
            {named.map(({ title, productId, vendorIds }) => (
              <li key={vendorIds}>
                <Link to={paths.product(productId)}>{title}</Link>
              </li>
            ))}
          </ul>
          {named.length < offer.prerequisites.length
            ? t('catalogue.need.otherPlans', { count: offer.prerequisites.length - named.length })
            : null}
        </Notice>
      )}
    </>
  );
}

/** A choice that reloads the page with the plan in its address; without a script its button does it. */
function PlanChoice({ offers, chosen }: { offers: readonly ShownOffer[]; chosen: ShownOffer }) {
  const t = useT();
  const words = useCatalogueWords();
  const submit = useSubmit();
  const labelOf = (offer: ShownOffer) =>
    t('catalogue.plan.label', {
      title: offer.title,
      kind: offer.isTrial ? 'trial' : offer.segment === 'commercial' ? 'plain' : 'segment',
      segment: words.segment(offer.segment),
    });
  return (
    <Form method="get" className={css.plan}>
      <SelectField
        key={chosen.offerId}
        name="offer"
        label={t('catalogue.plan.choose')}
        defaultValue={chosen.offerId}
        options={offers.map((offer) => ({ value: offer.offerId, label: labelOf(offer) }))}
        onValue={(offer) => submit({ offer }, { method: 'get', preventScrollReset: true })}
      />
      <noscript>
        <Button type="submit">{t('catalogue.plan.show')}</Button>
      </noscript>
    </Form>
  );
}

type PurchaseFormProps = { offer: ShownOffer; undoUntil: string | null; refused: ReturnType<typeof useRefusedForm> };

function PurchaseForm({ offer, undoUntil, refused }: PurchaseFormProps) {
  const t = useT();
  const options = usualFirst(offer.options);
  const [optionKey, setOptionKey] = useState(refused.typed('option') ?? keyOf(options[0]));
  const [seatCount, setSeatCount] = useState(refused.typed('seatCount') ?? String(offer.seatCountMin));
  const option = options.find((one) => keyOf(one) === optionKey) ?? options[0];
  const cards = useOptionCards(options, undoUntil);
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="offerId" value={offer.offerId} />
      <RadioCards
        name="option"
        label={t('catalogue.option.choose')}
        description={t('catalogue.option.help')}
        cards={cards}
        defaultValue={optionKey}
        error={refused.errorOf('option')}
        onValue={setOptionKey}
      />
      <AskedFields
        fields={offer.orderForm ?? []}
        prefix={ANSWERS}
        defaultOf={(name) => refused.typed(`${ANSWERS}${name}`)}
        errorOf={(name) => refused.errorOf(`${ANSWERS}${name}`)}
      />
      <NumberField
        name="seatCount"
        label={t('catalogue.seats.label')}
        min={offer.seatCountMin}
        {...(offer.seatCountMax === null ? {} : { max: offer.seatCountMax })}
        defaultValue={seatCount}
        error={refused.errorOf('seatCount')}
        onValue={setSeatCount}
      />
      {option === undefined ? null : <Totals option={option} seatCount={seatCount} />}
      <SubmitButton caps icon="cart">
        {t('catalogue.addToCart')}
      </SubmitButton>
    </Form>
  );
}

/** The sum for what is chosen now; it is shown for a whole number of licences only. */
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
        <dt>{t('catalogue.total.cycle', { billing: option.billingCycle })}</dt>
        <dd>
          <Money value={times(option.pricePerCycle)} basis="net" />
        </dd>
      </div>
      {option.cyclesPerTerm === 1 ? null : (
        <div>
          <dt>{t('catalogue.total.term', { months: option.termMonths ?? 0 })}</dt>
          <dd>
            <Money value={times(option.pricePerTerm)} basis="net" />
          </dd>
        </div>
      )}
    </dl>
  );
}

function useOptionCards(options: readonly ComparedOption[], undoUntil: string | null): RadioCard[] {
  const t = useT();
  const locale = useLocale();
  const words = useCatalogueWords();
  const { timeZone } = useViewer();
  const undo =
    undoUntil === null ? t('catalogue.option.undoNone') : formatInstant(undoUntil, timeZone, locale, 'short');
  const surchargeOf = ({ surchargePercent: percent }: ComparedOption) =>
    percent === null || percent === '0'
      ? undefined
      : t('catalogue.option.surcharge', { percent: decimalText(percent, locale) });
  // Of equally cheap ways the one that binds for the shortest time is the better one.
  const cheapest = options.find((option) => option.surchargePercent === '0');
  return options.map((option) => ({
    value: keyOf(option),
    title: words.option(option),
    mark: option === cheapest && options.length > 1 ? t('catalogue.option.cheapest') : surchargeOf(option),
    facts: [
      ...(option.pricePerMonth === null
        ? []
        : [{ term: t('catalogue.option.perMonth'), value: <Money value={option.pricePerMonth} /> }]),
      { term: t('catalogue.option.perTerm'), value: <Money value={option.pricePerTerm} /> },
      { term: t('catalogue.option.undoUntil'), value: undo },
    ],
  }));
}

/** The three of the guide (up to a year) before longer ones. */
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
