import type { ReactNode } from 'react';
import { Form, Link, redirect, useSearchParams } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { isRefusal, Refusal } from '#platform/refusal.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney, formatUnitPrice } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { OrderFormFields, readAnswers } from '#ui/order-form-fields.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SideSummary } from '#ui/side-summary.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { changeLine } from '../cart/change-line.ts';
import { getCart } from '../cart/get-cart.ts';
import { removeLine } from '../cart/remove-line.ts';
import type { Route } from './+types/cart-page.ts';
import css from './cart-page.module.css';
import { CheckoutSteps } from './checkout-steps.tsx';
import { useCartLabels } from './labels.ts';

export const loader = (args: Route.LoaderArgs) => answerPage(args, (caller) => caller.call(getCart, {}));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const lineId = String(form.get('lineId') ?? '');
    if (form.get('intent') === 'remove') await caller.call(removeLine, { lineId });
    else await change(caller, form, lineId);
    return redirect(paths.cart());
  });

/** Each line's field has a name of its own, so that a refusal is said beside the right one. */
const fieldOf = (lineId: string) => `seatCount-${lineId}`;

const answersOf = (lineId: string) => `answer-${lineId}.`;

async function change(caller: Caller, form: FormData, lineId: string): Promise<void> {
  const answers = readAnswers(form, answersOf(lineId));
  try {
    const seatCount = numberIn(form, fieldOf(lineId));
    await caller.call(changeLine, { lineId, seatCount, ...(answers && { answers }) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const fields = error.fields.map((field) => ({
      ...field,
      path: field.path === 'seatCount' ? fieldOf(lineId) : field.path.replace('answers.', answersOf(lineId)),
    }));
    throw new Refusal(error.code, error.facts, fields);
  }
}

type Shown = Route.ComponentProps['loaderData'];

export default function CartPage({ loaderData: cart, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const isAdded = useSearchParams()[0].get('done') === 'added';
  if (cart.lines.length === 0) {
    return (
      <>
        <PageHeader title={t('purchasing.title')} />
        <EmptyState
          icon="cart"
          title={t('purchasing.empty.title')}
          action={<ButtonLink to={paths.marketplace()}>{t('purchasing.empty.action')}</ButtonLink>}
        >
          {t('purchasing.empty.text')}
        </EmptyState>
      </>
    );
  }
  const canCheckOut =
    !cart.hasSeveralVendors && cart.lines.every(({ unitPricePerCycle }) => unitPricePerCycle !== null);
  return (
    <>
      <PageHeader title={t('purchasing.title')} />
      <CheckoutSteps current="cart" needsTenant={cart.needsTenant} />
      <div className={css.columns}>
        <div className={css.stack}>
          {isAdded && refused.errors.length === 0 ? (
            <Notice
              meaning="good"
              live
              action={<ButtonLink to={paths.marketplace()}>{t('purchasing.empty.action')}</ButtonLink>}
            >
              {t('purchasing.add.added')}
            </Notice>
          ) : null}
          {cart.hasSeveralVendors ? <Notice meaning="attention">{t('purchasing.severalVendors')}</Notice> : null}
          <FormErrors errors={refused.errors} />
          <Section title={t('purchasing.lines.title')}>
            <ul className={css.lines}>
              {cart.lines.map((line) => (
                // Typed text stays in the field until the stored number changes.
                <Line key={`${line.lineId} ${line.seatCount}`} line={line} currency={cart.currency} refused={refused} />
              ))}
            </ul>
          </Section>
        </div>
        <Totals cart={cart}>
          {canCheckOut ? (
            <ButtonLink
              to={cart.needsTenant ? paths.checkoutMicrosoftAccount() : paths.checkoutPayment()}
              appearance="primary"
              caps
            >
              {t('purchasing.next')}
            </ButtonLink>
          ) : null}
        </Totals>
      </div>
    </>
  );
}

function Line({ line, currency, refused }: { line: Shown['lines'][number]; currency: string; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCartLabels();
  const price = (amount: string) => formatUnitPrice({ amount, currency }, locale);
  const { unitPricePerCycle, missingPrerequisites: missing, seenUnitPricePerCycle: seen } = line;
  return (
    <li className={css.line}>
      <div className={css.words}>
        <h3>
          <Link to={paths.product(line.productId)}>{line.title}</Link>
        </h3>
        <p className={css.soft}>{labels.option(line)}</p>
        {unitPricePerCycle === null ? (
          <p className={css.attention}>{t('purchasing.line.gone')}</p>
        ) : (
          <p className={css.soft}>
            {t('purchasing.line.price', { price: price(unitPricePerCycle), per: labels.perCycle(line.billingCycle) })}
          </p>
        )}
        {unitPricePerCycle !== null && unitPricePerCycle !== seen ? (
          <p className={css.attention}>{t('purchasing.line.priceChanged', { before: price(seen) })}</p>
        ) : null}
        {missing === null ? null : (
          <p className={css.attention}>
            {missing.length === 0
              ? t('purchasing.line.missingUnknown')
              : t('purchasing.line.missing', { titles: missing.join(', ') })}
          </p>
        )}
      </div>
      <div className={css.amount}>
        {line.netPerCycle === null ? null : (
          <Money value={{ amount: line.netPerCycle, currency }} basis="net" per={labels.perCycle(line.billingCycle)} />
        )}
      </div>
      <div className={css.edit}>
        {unitPricePerCycle === null ? null : (
          <Form method="post" className={css.edit} preventScrollReset noValidate>
            <input type="hidden" name="lineId" value={line.lineId} />
            <div className={css.seats}>
              <NumberField
                name={fieldOf(line.lineId)}
                label={t('purchasing.line.seats', { title: line.title })}
                defaultValue={refused.typed(fieldOf(line.lineId)) ?? line.seatCount}
                error={refused.errorOf(fieldOf(line.lineId))}
                min={line.seatCountMin}
                {...(line.seatCountMax !== null && { max: line.seatCountMax })}
              />
            </div>
            <OrderFormFields
              fields={line.orderForm ?? []}
              prefix={answersOf(line.lineId)}
              defaultOf={(name) => refused.typed(`${answersOf(line.lineId)}${name}`) ?? line.answers?.[name]}
              errorOf={(name) => refused.errorOf(`${answersOf(line.lineId)}${name}`)}
            />
            <SubmitButton appearance="secondary">
              {t('purchasing.line.update')} <span className="spoken-only">{line.title}</span>
            </SubmitButton>
          </Form>
        )}
        <Form method="post" preventScrollReset>
          <input type="hidden" name="lineId" value={line.lineId} />
          <SubmitButton appearance="quiet" name="intent" value="remove">
            {t('purchasing.line.remove')} <span className="spoken-only">{line.title}</span>
          </SubmitButton>
        </Form>
      </div>
    </li>
  );
}

/** The totals of today, of each month and of each year, with IVA. */
function Totals({ cart, children }: { cart: Shown; children: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const { totals, currency } = cart;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  const later = [
    { label: t('purchasing.totals.monthly'), sum: totals.monthly },
    { label: t('purchasing.totals.yearly'), sum: totals.yearly },
  ].filter(({ sum }) => Number(sum.gross) > 0);
  const moments = [{ label: t('purchasing.totals.today'), sum: totals.today, kind: 'total' as const }, ...later];
  return (
    <SideSummary
      title={t('purchasing.totals.title')}
      lines={moments.map(({ label, sum, ...kind }) => ({
        label,
        value: <Money value={{ amount: sum.gross, currency }} />,
        hint: t('purchasing.totals.hint', { net: money(sum.net), tax: money(sum.tax) }),
        ...kind,
      }))}
    >
      {children}
    </SideSummary>
  );
}
