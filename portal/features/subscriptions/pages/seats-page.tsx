import { Form } from 'react-router';
import { getPaymentOptions } from '#features/billing/billing.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { absolute, formatMoney, formatOnDate, isNegative } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { NumberField } from '#ui/number-field.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { quoteSeatChange } from '../change/quote-seat-change.ts';
import { getSubscription } from '../get-subscription.ts';
import type { Route } from './+types/seats-page.ts';
import { AlternativeAction } from './alternative-action.tsx';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import css from './change-page.module.css';
import { placeOrderAndRedirect, readChangeBlocker, readChangeQuote, showQuote } from './change-quote.server.ts';
import { ConfirmChange } from './confirm-change.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    const quoted = await readChangeQuote(caller, args.request, subscriptionId);
    const blocker = quoted === null ? await readChangeBlocker(caller, subscriptionId, 'seats') : null;
    const payment = quoted?.view.possible ? await caller.call(getPaymentOptions, {}) : null;
    return { subscription, quoted, blocker, payment, wantedSeatCount: wantedSeatCountIn(args.request) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { subscriptionId } = args.params;
    const backTo = assignmentPageIn(args.request);
    const page = `${paths.changeSeats(subscriptionId)}${backTo === null ? '' : `?back=${encodeURIComponent(backTo)}`}`;
    if (form.get('intent') === 'place') return placeOrderAndRedirect(caller, form, page, backTo);
    const seatCount = numberIn(form, 'seatCount');
    return showQuote(caller.call(quoteSeatChange, { subscriptionId, seatCount }), page);
  });

/** The number that a page without a free licence asks for; undefined where it is none. */
function wantedSeatCountIn({ url }: Request): number | undefined {
  const seatCount = Number(new URL(url).searchParams.get('seats') ?? Number.NaN);
  return Number.isInteger(seatCount) && seatCount > 0 ? seatCount : undefined;
}

const ASSIGNMENT_PAGE = /^\/(?:users|services)\/[\da-f-]{36}(?:\?(?:service|person)=[\da-f-]{36})?$/;

/** The page on which the added licences are assigned; null where nobody came from one. */
function assignmentPageIn({ url }: Request): string | null {
  const back = new URL(url).searchParams.get('back');
  return back !== null && ASSIGNMENT_PAGE.test(back) ? back : null;
}

/** Step 1 takes the number of licences; step 2 shows its effects and costs, and places the order. */
export default function SeatsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { subscription, quoted, blocker, payment, wantedSeatCount } = loaderData;
  const refused = useRefusedForm(actionData);
  const isQuoting = refused.typed('intent') === 'quote';
  const confirmLabel = useConfirmLabel(quoted?.view);
  return (
    <>
      <PageHeader
        title={t('subscriptions.seats.title', { name: subscription.name })}
        facts={[t('subscriptions.seats.current', { seatCount: subscription.seatCount })]}
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: subscription.name, to: paths.subscription(subscription.subscriptionId) },
          { label: t('subscriptions.action.changeSeats') },
        ]}
      />
      {blocker === null ? (
        <SeatCountForm
          subscription={subscription}
          quotedSeatCount={quoted?.change.kind === 'seats' ? quoted.change.seatCount : wantedSeatCount}
          isQuotePossible={quoted?.view.possible ?? false}
          refused={isQuoting ? refused : undefined}
        />
      ) : (
        <ChangeNotPossible
          view={blocker}
          title={t('subscriptions.impossible.seatsAtAllTitle')}
          action={<AlternativeAction view={blocker} subscriptionId={subscription.subscriptionId} />}
        />
      )}
      {quoted === null ? null : (
        <Section title={t('subscriptions.seats.step2')}>
          {quoted.view.possible ? (
            <ChangeConsequences view={quoted.view}>
              <ConfirmChange
                quoteId={quoted.quoteId}
                payment={isNegative(quoted.view.columns.today.gross) ? 'refund' : 'charge'}
                available={payment}
                label={confirmLabel}
                refused={isQuoting ? { ...refused, errors: [], errorOf: () => undefined } : refused}
                hasMoved={quoted.hasMoved}
              />
            </ChangeConsequences>
          ) : (
            <ChangeNotPossible
              view={quoted.view}
              title={t('subscriptions.impossible.seatsTitle')}
              action={
                <AlternativeAction
                  view={quoted.view}
                  subscriptionId={subscription.subscriptionId}
                  seatCount={quoted.change.kind === 'seats' ? quoted.change.seatCount : undefined}
                />
              }
            />
          )}
        </Section>
      )}
    </>
  );
}

type Shown = Route.ComponentProps['loaderData'];

/** The form of step 1. */
function SeatCountForm({
  subscription,
  quotedSeatCount,
  isQuotePossible,
  refused,
}: Pick<Shown, 'subscription'> & {
  quotedSeatCount: number | undefined;
  /** The quote below can be ordered, so its button is the main one. */
  isQuotePossible: boolean;
  /** Undefined unless this form was refused. */
  refused: RefusedForm | undefined;
}) {
  const t = useT();
  const { subscriptionId, seatCount, seatCountMax } = subscription;
  return (
    <Section title={t('subscriptions.seats.step1')}>
      <Form method="post" className={css.form} noValidate>
        <FormErrors errors={refused?.errors ?? []} />
        <input type="hidden" name="intent" value="quote" />
        <NumberField
          name="seatCount"
          label={t('subscriptions.seats.label')}
          description={<SeatHints subscription={subscription} />}
          defaultValue={refused?.typed('seatCount') ?? quotedSeatCount ?? seatCount}
          error={refused?.errorOf('seatCount')}
          min={1}
          {...(seatCountMax !== null && { max: seatCountMax })}
        />
        <div className={css.buttons}>
          <SubmitButton appearance={isQuotePossible ? 'secondary' : 'primary'} name="step" value="quote">
            {t('subscriptions.seats.ok')}
          </SubmitButton>
          <ButtonLink to={paths.subscription(subscriptionId)} appearance="quiet">
            {t('subscriptions.back')}
          </ButtonLink>
        </div>
      </Form>
    </Section>
  );
}

/** Names the act and the money: "Conferma: aggiungi 3 licenze e paga € 36,60". */
function useConfirmLabel(view: NonNullable<Shown['quoted']>['view'] | undefined): string {
  const t = useT();
  const locale = useLocale();
  if (!view?.possible) return '';
  const seats = view.items[0]?.seats;
  const { gross } = view.columns.today;
  const amount = formatMoney(absolute({ amount: gross, currency: view.currency }), locale);
  const seatCount = Math.abs((seats?.after ?? 0) - (seats?.before ?? 0));
  return t(isNegative(gross) ? 'subscriptions.seats.confirmRemove' : 'subscriptions.seats.confirmAdd', {
    seatCount,
    amount,
  });
}

/** The numbers that the product allows, and whether fewer licences are possible now. */
function SeatHints({ subscription }: Pick<Shown, 'subscription'>) {
  const t = useT();
  const locale = useLocale();
  const { seatCountMin, seatCountMax, batches, term } = subscription;
  const renews = subscription.termEndOutcome === 'renews';
  const refundableCount = batches?.reduce((count, batch) => count + batch.seatCount, 0) ?? 0;
  return (
    <>
      <span>{t('subscriptions.seats.bounds', { min: seatCountMin ?? 1, max: seatCountMax ?? 'none' })} </span>
      <span>
        {refundableCount > 0
          ? t('subscriptions.seats.refundable', { count: refundableCount })
          : renews
            ? t('subscriptions.seats.notReducible', { onOn: formatOnDate(term.endsBefore, locale) })
            : t('subscriptions.seats.onlyMore')}
      </span>
    </>
  );
}
