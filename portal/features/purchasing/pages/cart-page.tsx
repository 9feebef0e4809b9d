import type { ReactNode } from 'react';
import { Form, Link, redirect, useSearchParams } from 'react-router';
import type { z } from 'zod';
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
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SideSummary } from '#ui/side-summary.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { changeLine } from '../cart/change-line.ts';
import { getCart } from '../cart/get-cart.ts';
import { removeLine } from '../cart/remove-line.ts';
import type { Route } from './+types/cart-page.ts';
import css from './cart-page.module.css';
import { useCartLabels } from './labels.ts';

export const loader = (args: Route.LoaderArgs) => answerPage(args, (caller) => caller.call(getCart, {}));

/**
 * Every button sends the whole cart, so that nothing that was typed in another line is lost: what differs from the
 * stored lines is stored first.
 */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const removedId = form.get('remove');
    const { lines } = await caller.call(getCart, {});
    // A line that takes another plan may add up with the line of that plan, which is stored before.
    const planChanges = (line: Line) => Number(planIn(form, line) !== keyOf(line));
    for (const line of lines.toSorted((one, other) => planChanges(one) - planChanges(other))) {
      if (line.lineId === removedId) await caller.call(removeLine, { lineId: line.lineId });
      else await storeTyped(caller, form, line);
    }
    if (form.get('intent') !== 'next') return redirect(paths.cart());
    const cart = await caller.call(getCart, {});
    return redirect(canCheckOut(cart) ? nextStepOf(cart) : paths.cart());
  });

type Line = z.output<typeof getCart.output>['lines'][number];

/** Each line's fields have names of their own, so that a refusal is said beside the right one. */
const fieldOf = (lineId: string) => `seatCount-${lineId}`;

const planOf = (lineId: string) => `plan-${lineId}`;

const answersOf = (lineId: string) => `answer-${lineId}.`;

const keyOf = ({ termDuration, billingCycle }: Pick<Line, 'termDuration' | 'billingCycle'>) =>
  `${termDuration}/${billingCycle}`;

/** Nothing is chosen for a line whose plan is no longer sold. */
function planIn(form: FormData, line: Line): string {
  return String(form.get(planOf(line.lineId)) ?? '') || keyOf(line);
}

async function storeTyped(caller: Caller, form: FormData, line: Line): Promise<void> {
  const { lineId } = line;
  // Added on another page since this one was shown.
  if (!form.has(fieldOf(lineId))) return;
  const answers = readAnswers(form, answersOf(lineId));
  const plan = planIn(form, line);
  const [termDuration = '', billingCycle = ''] = plan.split('/');
  try {
    const seatCount = numberIn(form, fieldOf(lineId));
    const isSame = seatCount === line.seatCount && plan === keyOf(line) && isSameAnswers(answers, line.answers);
    if (isSame) return;
    await caller.call(changeLine, { lineId, seatCount, termDuration, billingCycle, ...(answers && { answers }) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const fields = error.fields.map((field) => ({
      ...field,
      path: field.path === 'seatCount' ? fieldOf(lineId) : field.path.replace('answers.', answersOf(lineId)),
    }));
    throw new Refusal(error.code, error.facts, fields);
  }
}

function isSameAnswers(typed: Readonly<Record<string, string>> | undefined, stored: Line['answers']): boolean {
  return Object.entries(typed ?? {}).every(([name, answer]) => answer === (stored?.[name] ?? ''));
}

function canCheckOut(cart: z.output<typeof getCart.output>): boolean {
  const isSold = cart.lines.every(({ unitPricePerCycle }) => unitPricePerCycle !== null);
  return cart.lines.length > 0 && !cart.hasSeveralVendors && isSold;
}

function nextStepOf({ needsTenant }: Pick<z.output<typeof getCart.output>, 'needsTenant'>): string {
  return needsTenant ? paths.checkoutMicrosoftAccount() : paths.checkoutSummary();
}

type Shown = Route.ComponentProps['loaderData'];

/** The id of the form, for the button beside the totals. */
const FORM = 'cart';

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
  return (
    <>
      <PageHeader title={t('purchasing.title')} />
      <PurchaseSteps current="cart" needsTenant={cart.needsTenant} />
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
            <Form id={FORM} method="post" preventScrollReset noValidate>
              <ul className={css.lines}>
                {cart.lines.map((line) => (
                  // Typed text stays in the field until the stored number changes.
                  <CartLine
                    key={`${line.lineId} ${line.seatCount} ${keyOf(line)}`}
                    line={line}
                    currency={cart.currency}
                    refused={refused}
                  />
                ))}
              </ul>
            </Form>
          </Section>
        </div>
        <Totals cart={cart}>
          {canCheckOut(cart) ? (
            <SubmitButton form={FORM} name="intent" value="next" caps>
              {t('purchasing.next')}
            </SubmitButton>
          ) : null}
        </Totals>
      </div>
    </>
  );
}

function CartLine({ line, currency, refused }: { line: Line; currency: string; refused: RefusedForm }) {
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
        {line.options.length === 0 ? null : (
          <>
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
            <PlanField line={line} refused={refused} />
            <OrderFormFields
              fields={line.orderForm ?? []}
              prefix={answersOf(line.lineId)}
              defaultOf={(name) => refused.typed(`${answersOf(line.lineId)}${name}`) ?? line.answers?.[name]}
              errorOf={(name) => refused.errorOf(`${answersOf(line.lineId)}${name}`)}
            />
            <SubmitButton appearance="secondary" name="update" value={line.lineId}>
              {t('purchasing.line.update')} <span className="spoken-only">{line.title}</span>
            </SubmitButton>
          </>
        )}
        <SubmitButton appearance="quiet" name="remove" value={line.lineId}>
          {t('purchasing.line.remove')} <span className="spoken-only">{line.title}</span>
        </SubmitButton>
      </div>
    </li>
  );
}

/** Term and billing of a line; the present one stays in the list even where it is no longer sold. */
function PlanField({ line, refused }: { line: Line; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCartLabels();
  const { lineId, options } = line;
  const present = keyOf(line);
  const choices = options.map((option) => ({
    value: keyOf(option),
    label:
      option.pricePerMonth === null
        ? labels.option(option)
        : t('purchasing.line.planWithPrice', {
            plan: labels.option(option),
            price: formatMoney(option.pricePerMonth, locale),
          }),
  }));
  const isSold = choices.some(({ value }) => value === present);
  if (isSold && choices.length === 1) return null;
  return (
    <div className={css.plan}>
      <SelectField
        name={planOf(lineId)}
        label={t('purchasing.line.plan', { title: line.title })}
        defaultValue={refused.typed(planOf(lineId)) ?? (isSold ? present : '')}
        error={refused.errorOf(planOf(lineId))}
        {...(isSold ? {} : { placeholder: t('purchasing.line.choosePlan') })}
        options={choices}
      />
    </div>
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
