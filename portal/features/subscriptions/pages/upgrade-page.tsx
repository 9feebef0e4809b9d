import { Form } from 'react-router';
import type { z } from 'zod';
import { getPaymentOptions } from '#features/billing/billing.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { absolute, formatInstant, formatMoney, formatOnDate, isNegative } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RadioCard, RadioCards } from '#ui/radio-cards.tsx';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { getSubscription } from '../get-subscription.ts';
import { getUpgradeOptions } from '../upgrade/get-upgrade-options.ts';
import { quoteUpgrade } from '../upgrade/quote-upgrade.ts';
import type { Route } from './+types/upgrade-page.ts';
import { AlternativeAction } from './alternative-action.tsx';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import css from './change-page.module.css';
import { placeOrderAndRedirect, readChangeQuote, showQuote } from './change-quote.server.ts';
import { ConfirmChange } from './confirm-change.tsx';
import { useSubscriptionLabels } from './labels.ts';
import { askForUpgrades, upgradeIn } from './upgrade-form.server.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    const quoted = await readChangeQuote(caller, args.request, subscriptionId);
    const hasAnswered = quoted !== null || (await askForUpgrades(caller, subscriptionId));
    const upgrades = await caller.call(getUpgradeOptions, { subscriptionId });
    const payment = quoted?.view.possible ? await caller.call(getPaymentOptions, {}) : null;
    return { subscription, quoted, upgrades, hasAnswered, payment };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => {
    const { subscriptionId } = args.params;
    const page = paths.upgrade(subscriptionId);
    if (form.get('intent') === 'place') return placeOrderAndRedirect(caller, form, page);
    const seatCount = numberIn(form, 'seatCount');
    return showQuote(caller.call(quoteUpgrade, { subscriptionId, seatCount, to: upgradeIn(form) }), page);
  });

/** Step 1 takes the product or term and the licences that move; step 2 shows the effects, and places the order. */
export default function UpgradePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { subscription, quoted, upgrades, hasAnswered, payment } = loaderData;
  const { subscriptionId, name, isTrial } = subscription;
  const refused = useRefusedForm(actionData);
  const isQuoting = refused.typed('intent') === 'quote';
  return (
    <>
      <PageHeader
        title={t('subscriptions.upgrade.title', { name })}
        facts={[
          t('subscriptions.batch.line', { seatCount: subscription.seatCount }),
          <PresentPlan key="plan" subscription={subscription} />,
        ]}
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: name, to: paths.subscription(subscriptionId) },
          { label: t('subscriptions.action.upgrade') },
        ]}
      />
      {hasAnswered ? null : <Notice meaning="attention">{t('subscriptions.upgrade.noAnswer')}</Notice>}
      {upgrades.blocker === null ? (
        upgrades.options.length === 0 ? null : (
          <TargetForm
            subscription={subscription}
            upgrades={upgrades}
            quoted={quoted}
            refused={isQuoting ? refused : undefined}
          />
        )
      ) : (
        <ChangeNotPossible
          view={upgrades.blocker}
          title={t('subscriptions.impossible.upgradeAtAllTitle')}
          action={<AlternativeAction view={upgrades.blocker} subscriptionId={subscriptionId} />}
        />
      )}
      {quoted === null ? null : (
        <Section
          title={t('subscriptions.upgrade.step2')}
          intro={t(isTrial ? 'subscriptions.upgrade.introTrial' : 'subscriptions.upgrade.intro')}
        >
          {quoted.view.possible ? (
            <ChangeConsequences view={quoted.view}>
              <ConfirmUpgrade view={quoted.view} quoted={quoted} payment={payment} refused={refused} />
            </ChangeConsequences>
          ) : (
            <ChangeNotPossible
              view={quoted.view}
              title={t('subscriptions.impossible.upgradeTitle')}
              action={<AlternativeAction view={quoted.view} subscriptionId={subscriptionId} />}
            />
          )}
        </Section>
      )}
      {subscription.termEndOutcome === 'ended' ? null : <AtTermEnd subscription={subscription} />}
    </>
  );
}

type Shown = Route.ComponentProps['loaderData'];
type Upgrades = z.output<(typeof getUpgradeOptions)['output']>;
type Option = Upgrades['options'][number];

/** The form of step 1. */
function TargetForm({
  subscription,
  upgrades,
  quoted,
  refused,
}: Pick<Shown, 'subscription' | 'quoted'> & {
  upgrades: Upgrades;
  /** Undefined unless this form was refused. */
  refused: RefusedForm | undefined;
}) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const cards = useCards(upgrades.options);
  const { seatCountMin, seatCountMax, movesAll, readAt } = upgrades;
  const change = quoted?.change.kind === 'upgrade' ? quoted.change : undefined;
  const possible = upgrades.options.filter(({ isPossible }) => isPossible);
  const { termDuration, billingCycle } = subscription;
  const likePresent = possible.find((one) => one.termDuration === termDuration && one.billingCycle === billingCycle);
  const first = likePresent ?? possible[0];
  return (
    <Section
      title={t('subscriptions.upgrade.step1')}
      intro={
        readAt === null
          ? undefined
          : t('subscriptions.upgrade.readAt', { atOn: formatInstant(readAt, timeZone, locale) })
      }
    >
      <Form method="post" className={css.form} noValidate>
        <FormErrors errors={refused?.errors ?? []} />
        <input type="hidden" name="intent" value="quote" />
        <RadioCards
          name="to"
          label={t('subscriptions.upgrade.target')}
          error={refused?.errorOf('to')}
          defaultValue={
            refused?.typed('to') ?? (change && cardValue(change.to)) ?? (first && cardValue(choiceOf(first)))
          }
          cards={cards}
        />
        <NumberField
          name="seatCount"
          label={t(movesAll ? 'subscriptions.upgrade.seatCountTrial' : 'subscriptions.upgrade.seatCount')}
          description={
            movesAll
              ? t('subscriptions.upgrade.seatCountTrialHint', { min: seatCountMin })
              : t('subscriptions.upgrade.seatCountHint', { max: seatCountMax ?? subscription.seatCount })
          }
          defaultValue={
            refused?.typed('seatCount') ?? change?.seatCount ?? Math.max(subscription.seatCount, seatCountMin)
          }
          error={refused?.errorOf('seatCount')}
          min={seatCountMin}
          {...(seatCountMax !== null && { max: seatCountMax })}
        />
        <div className={css.buttons}>
          <SubmitButton appearance={quoted?.view.possible ? 'secondary' : 'primary'} name="step" value="quote">
            {t('subscriptions.upgrade.preview')}
          </SubmitButton>
          <ButtonLink to={paths.subscription(subscription.subscriptionId)} appearance="quiet">
            {t('subscriptions.back')}
          </ButtonLink>
        </div>
      </Form>
    </Section>
  );
}

function useCards(options: readonly Option[]): RadioCard[] {
  const t = useT();
  const labels = useSubscriptionLabels();
  return options.map((option) => {
    const { way, title, termDuration, billingCycle, unitPricePerCycle, isPossible, description } = option;
    return {
      value: cardValue(choiceOf(option)),
      title: t(`subscriptions.upgrade.option.${way}`, { name: title, plan: labels.plan(termDuration, billingCycle) }),
      facts: [
        {
          term: t('subscriptions.upgrade.price'),
          value: (
            <Money
              value={unitPricePerCycle}
              basis="net"
              isUnitPrice
              per={t('subscriptions.perCycle', { cycle: billingCycle })}
            />
          ),
        },
      ],
      ...(!isPossible && { unavailable: description ?? t('subscriptions.upgrade.unavailable') }),
    };
  });
}

function choiceOf({ intoSubscriptionId, ...option }: Option) {
  return { ...option, subscriptionId: intoSubscriptionId };
}

/** What a card stands for, as `upgradeIn` reads it from the form. */
function cardValue(to: {
  way: string;
  offerId?: string | null;
  subscriptionId?: string | null;
  termDuration?: string;
  billingCycle?: string;
}): string {
  switch (to.way) {
    case 'product':
      return [to.way, to.offerId, to.termDuration, to.billingCycle].join('|');
    case 'subscription':
      return [to.way, to.subscriptionId].join('|');
    default:
      return [to.way, to.termDuration, to.billingCycle].join('|');
  }
}

function PresentPlan({ subscription }: Pick<Shown, 'subscription'>) {
  const t = useT();
  const labels = useSubscriptionLabels();
  const { termDuration, billingCycle, unitPricePerCycle } = subscription;
  return (
    <span>
      {labels.plan(termDuration, billingCycle)} ·{' '}
      <Money
        value={unitPricePerCycle}
        basis="net"
        isUnitPrice
        per={t('subscriptions.choice.perLicence', { cycle: billingCycle })}
      />
    </span>
  );
}

function ConfirmUpgrade({
  view,
  quoted,
  payment,
  refused,
}: Pick<Shown, 'payment'> & {
  view: Extract<NonNullable<Shown['quoted']>['view'], { possible: true }>;
  quoted: NonNullable<Shown['quoted']>;
  refused: RefusedForm;
}) {
  const t = useT();
  const locale = useLocale();
  const { gross } = view.columns.today;
  const amount = formatMoney(absolute({ amount: gross, currency: view.currency }), locale);
  const kind = !/[1-9]/.test(gross) ? 'none' : isNegative(gross) ? 'refund' : 'charge';
  const label = {
    none: t('subscriptions.upgrade.confirm'),
    refund: t('subscriptions.upgrade.confirmRefund', { amount }),
    charge: t('subscriptions.upgrade.confirmPay', { amount }),
  }[kind];
  return (
    <ConfirmChange
      quoteId={quoted.quoteId}
      payment={kind}
      available={payment}
      label={label}
      refused={refused.typed('intent') === 'quote' ? { ...refused, errors: [], errorOf: () => undefined } : refused}
      hasMoved={quoted.hasMoved}
    />
  );
}

/** What only the end of the term allows, and the way there. */
function AtTermEnd({ subscription: { subscriptionId, term, isTrial } }: Pick<Shown, 'subscription'>) {
  const t = useT();
  const locale = useLocale();
  const onOn = formatOnDate(term.endsBefore, locale);
  return (
    <Section title={t(isTrial ? 'subscriptions.upgrade.trialEndTitle' : 'subscriptions.upgrade.downgradeTitle')}>
      <p>{t(isTrial ? 'subscriptions.upgrade.trialEndText' : 'subscriptions.upgrade.downgradeText', { onOn })}</p>
      <div className={css.buttons}>
        <ButtonLink to={paths.changeRenewal(subscriptionId)}>
          {t(isTrial ? 'subscriptions.upgrade.trialEndAction' : 'subscriptions.upgrade.downgradeAction')}
        </ButtonLink>
      </div>
    </Section>
  );
}
