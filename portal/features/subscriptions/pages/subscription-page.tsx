import { Form, Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import {
  formatCount,
  formatMoney,
  formatOnDate,
  formatRemaining,
  formatUntilDate,
  formatUntilInstant,
  lastDayOf,
} from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Period } from '#ui/period.tsx';
import { RowList } from '#ui/row-list.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TimeLine } from '#ui/time-line.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { getSubscription } from '../get-subscription.ts';
import { getEndOfTerm } from '../term-end/get-end-of-term.ts';
import type { Route } from './+types/subscription-page.ts';
import { RenewalButton } from './alternative-action.tsx';
import { EndOfTermChoices } from './end-of-term-choices.tsx';
import { orderMeaning, statusMeaning, useWords } from './labels.ts';
import { sentenceFacts } from './sentence-facts.ts';
import css from './subscription-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    return {
      shown: await caller.call(getSubscription, { subscriptionId }),
      endOfTerm: await caller.call(getEndOfTerm, { subscriptionId }),
    };
  });

type Shown = Route.ComponentProps['loaderData']['shown'];

export default function SubscriptionPage({ loaderData: { shown, endOfTerm } }: Route.ComponentProps) {
  const t = useT();
  const words = useWords();
  const isOver = shown.termEndOutcome === 'ended';
  return (
    <>
      <PageHeader
        title={shown.name}
        status={
          <Status meaning={statusMeaning(shown.status, shown.isSuspended)}>
            {shown.isTrial && shown.status === 'active' ? t('subscriptions.status.trial') : words.status(shown.status)}
          </Status>
        }
        facts={[
          t('subscriptions.batch.line', { seatCount: shown.seatCount }),
          words.plan(shown.termDuration, shown.billingCycle),
          <RenewalState key="renewal" shown={shown} />,
        ]}
        crumbs={[{ label: t('subscriptions.list.title'), to: paths.subscriptions() }, { label: shown.name }]}
        actions={isOver ? null : <Actions shown={shown} />}
      />
      <OpenChange openChange={shown.openChange} />
      <Differences differences={shown.differences} />
      <KeyFacts shown={shown} />
      {isOver ? null : <CurrentTerm shown={shown} />}
      <EndOfTermChoices
        endOfTerm={endOfTerm}
        actions={
          <ButtonLink to={paths.changeRenewal(shown.subscriptionId)}>{t('subscriptions.endOfTerm.choose')}</ButtonLink>
        }
      />
      {isOver || shown.isTrial ? null : <Batches batches={shown.batches} />}
      <Charges shown={shown} />
      <Orders orders={shown.orders} />
      <Events events={shown.events} />
    </>
  );
}

/** The three acts of the guide. Each leads to a preview; what is not possible now is explained there, with what is instead. */
function Actions({ shown }: { shown: Shown }) {
  const t = useT();
  const { subscriptionId, termEndOutcome } = shown;
  const renews = termEndOutcome === 'renews';
  return (
    <>
      <Form action={paths.changeSeats(subscriptionId)}>
        <SubmitButton variant="secondary" caps>
          {t('subscriptions.action.changeSeats')}
        </SubmitButton>
      </Form>
      <RenewalButton
        subscriptionId={subscriptionId}
        outcome={renews ? 'ends' : 'renews'}
        label={t(renews ? 'subscriptions.action.renewalOff' : 'subscriptions.action.renewalOn')}
      />
      <Form method="post" action={paths.cancelSubscription(subscriptionId)}>
        <SubmitButton variant="secondary" caps name="intent" value="quote">
          {t('subscriptions.action.cancel')}
        </SubmitButton>
      </Form>
    </>
  );
}

function RenewalState({ shown }: { shown: Shown }) {
  const t = useT();
  const locale = useLocale();
  const { term, seatCount, termEndOutcome, isTrial } = shown;
  switch (termEndOutcome) {
    case 'renews':
      return (
        <span>
          {t(isTrial ? 'subscriptions.renewalState.becomesPaid' : 'subscriptions.renewalState.renews', {
            onOn: formatOnDate(term.endsBefore, locale),
          })}
        </span>
      );
    case 'ends':
      return (
        <span>
          {t('subscriptions.renewalState.ends', { seatCount, until: formatUntilDate(lastDayOf(term), locale) })}
        </span>
      );
    case 'extendsMonthly':
      return <span>{t('subscriptions.renewalState.extendsMonthly')}</span>;
    case 'ended':
      return <span>{t('subscriptions.renewalState.ended')}</span>;
    default:
      return <span>{t('subscriptions.renewalState.unknown')}</span>;
  }
}

function OpenChange({ openChange }: Pick<Shown, 'openChange'>) {
  const t = useT();
  if (openChange === null) return null;
  const { orderId, number, kind, status, seatCount, outcome } = openChange;
  return (
    <Notice
      meaning={status === 'stuck' ? 'attention' : 'information'}
      title={t('subscriptions.open.title')}
      action={<ButtonLink to={paths.order(orderId)}>{t('subscriptions.open.track', { number })}</ButtonLink>}
    >
      {status === 'stuck' ? <p>{t('subscriptions.open.stuck')}</p> : null}
      {kind === 'seats' ? <p>{t('subscriptions.open.seats', { seatCount: seatCount ?? 0 })}</p> : null}
      {kind === 'renewal' ? <p>{t('subscriptions.open.renewal', { outcome: outcome ?? 'ends' })}</p> : null}
      {kind === 'cancel' ? <p>{t('subscriptions.open.cancel')}</p> : null}
    </Notice>
  );
}

function Differences({ differences }: Pick<Shown, 'differences'>) {
  const say = useT() as unknown as (key: string, values?: object) => string;
  if (differences.length === 0) return null;
  const known = ['seatCount', 'status', 'autoRenew', 'termEndAction'];
  return (
    <Notice meaning="attention" title={say('subscriptions.difference.title')}>
      <ul className={css.differences}>
        {differences.map((difference) => (
          <li key={difference.field}>
            {say(
              `subscriptions.difference.${known.includes(difference.field) ? difference.field : 'other'}`,
              difference,
            )}
          </li>
        ))}
      </ul>
      <p>{say('subscriptions.difference.what')}</p>
    </Notice>
  );
}

function KeyFacts({ shown }: { shown: Shown }) {
  const t = useT();
  const locale = useLocale();
  const words = useWords();
  const { timeZone } = useViewer();
  const { scheduled, actions, cancellationAllowedUntil: until } = shown;
  const cancellable = actions.cancelNow.allowed
    ? until === null
      ? t('subscriptions.fact.notKnown')
      : formatUntilInstant(until, timeZone, locale)
    : actions.cancelNow.reason === 'windowUnknown'
      ? t('subscriptions.fact.notKnown')
      : t('subscriptions.fact.notCancellable');
  return (
    <Section title={t('subscriptions.facts.title')}>
      <Facts
        facts={[
          ...(shown.offerTitle === null
            ? []
            : [
                {
                  term: t('subscriptions.fact.product'),
                  value:
                    shown.productId === null ? (
                      shown.offerTitle
                    ) : (
                      <Link to={paths.product(shown.productId)}>{shown.offerTitle}</Link>
                    ),
                },
              ]),
          { term: t('subscriptions.fact.seats'), value: formatCount(shown.seatCount, locale) },
          { term: t('subscriptions.fact.plan'), value: words.plan(shown.termDuration, shown.billingCycle) },
          { term: t('subscriptions.fact.period'), value: <Period period={shown.term} /> },
          {
            term: t('subscriptions.fact.autoRenew'),
            value: t(shown.autoRenew ? 'subscriptions.fact.autoRenewOn' : 'subscriptions.fact.autoRenewOff'),
          },
          {
            term: t('subscriptions.fact.unitPrice'),
            value: (
              <Money
                value={shown.unitPricePerCycle}
                basis="net"
                isUnitPrice
                per={t('subscriptions.perCycle', { cycle: shown.billingCycle })}
              />
            ),
          },
          {
            term: t('subscriptions.fact.netPerCycle', { cycle: shown.billingCycle }),
            value: <Money value={shown.netPerCycle} basis="net" />,
          },
          ...(shown.nextBillingCycle === null
            ? []
            : [
                {
                  term: t('subscriptions.fact.nextBilling'),
                  value: words.billing(shown.nextBillingCycle),
                },
              ]),
          {
            term: t('subscriptions.fact.nextCharge'),
            value:
              shown.nextCharge === null ? (
                t('subscriptions.fact.noNextCharge')
              ) : (
                <>
                  <Money value={shown.nextCharge.net} basis="net" /> · <DateText on={shown.nextCharge.on} />
                </>
              ),
          },
          ...(scheduled === null
            ? []
            : [
                {
                  term: t('subscriptions.fact.scheduled'),
                  value:
                    scheduled.seatCount === null
                      ? t('subscriptions.fact.scheduledOther')
                      : t('subscriptions.fact.scheduledSeats', { seatCount: scheduled.seatCount }),
                },
              ]),
          { term: t('subscriptions.fact.cancellable'), value: cancellable },
          ...(shown.tenantDomain === null
            ? []
            : [{ term: t('subscriptions.fact.address'), value: shown.tenantDomain }]),
          {
            term: t('subscriptions.fact.vendorId'),
            value: <CopyableId value={shown.vendorSubscriptionId} label={t('subscriptions.fact.vendorId')} />,
          },
          { term: t('subscriptions.fact.readAt'), value: <DateText at={shown.readAt} withTime /> },
        ]}
      />
    </Section>
  );
}

function CurrentTerm({ shown }: { shown: Shown }) {
  const t = useT();
  const { term, cancellationAllowedUntil: until, nextCharge, batches, actions } = shown;
  const laterBatches = (batches ?? []).filter((batch) => batch.refundableUntil !== until);
  return (
    <Section title={t('subscriptions.timeLine.title')}>
      <TimeLine
        from={term.startsOn}
        to={lastDayOf(term)}
        label={t('subscriptions.timeLine.label')}
        marks={[
          { on: term.startsOn, label: t('subscriptions.timeLine.start') },
          ...(until === null || !actions.cancelNow.allowed
            ? []
            : [{ on: dayOf(until), label: t('subscriptions.timeLine.cancelUntil'), meaning: 'attention' as const }]),
          ...laterBatches.map((batch) => ({
            on: dayOf(batch.refundableUntil),
            label: t('subscriptions.timeLine.seatsUntil', { seatCount: batch.seatCount }),
            meaning: 'attention' as const,
          })),
          ...(nextCharge === null
            ? []
            : [{ on: nextCharge.on, label: t('subscriptions.timeLine.nextCharge'), meaning: 'information' as const }]),
          { on: lastDayOf(term), label: t('subscriptions.timeLine.end') },
        ]}
      />
    </Section>
  );
}

function Batches({ batches }: Pick<Shown, 'batches'>) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  if (batches === null || batches.length === 0) {
    return (
      <Section title={t('subscriptions.batches.title')}>
        <p>{t(batches === null ? 'subscriptions.batches.unknown' : 'subscriptions.batches.none')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('subscriptions.batches.title')} frame="plain">
      <RowList label={t('subscriptions.batches.title')}>
        {batches.map((batch) => (
          <li key={batch.refundableUntil} className={`${css.row} ${css.columns}`}>
            <strong>{t('subscriptions.batch.line', { seatCount: batch.seatCount })}</strong>
            <span>{formatUntilInstant(batch.refundableUntil, timeZone, locale)}</span>
            <span className={css.soft}>
              {t('subscriptions.batch.remaining', {
                remaining: formatRemaining(batch.refundableUntil, nowIso, locale) ?? '',
              })}
            </span>
            <Refunds refunds={batch.refunds} />
          </li>
        ))}
      </RowList>
    </Section>
  );
}

/** What comes back if all seats of a batch are given back today; each later day is unfolded. */
function Refunds({ refunds }: { refunds: NonNullable<Shown['batches']>[number]['refunds'] }) {
  const t = useT();
  const locale = useLocale();
  const [today, ...later] = refunds;
  if (today === undefined) return null;
  const amount = formatMoney(today.net, locale);
  if (later.length === 0) return <p className={css.refunds}>{t('subscriptions.batch.refundToday', { amount })}</p>;
  return (
    <details className={css.refunds}>
      <summary>{t('subscriptions.batch.refundFalling', { amount })}</summary>
      <dl className={css.days}>
        {refunds.map(({ on, net }) => (
          <div key={on}>
            <dt>
              <DateText on={on} />
            </dt>
            <dd>
              <Money value={net} basis="net" />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Charges({ shown }: { shown: Shown }) {
  const t = useT();
  const words = useWords();
  return (
    <Section title={t('subscriptions.charges.title')} frame="plain">
      <DataTable
        caption={t('subscriptions.charges.title')}
        rows={shown.charges}
        rowKey={(charge) => charge.chargeId}
        empty={<p className={css.empty}>{t('subscriptions.charges.empty')}</p>}
        columns={[
          {
            key: 'code',
            header: t('subscriptions.column.charge'),
            cell: (charge) => (
              <Link to={paths.order(charge.orderId)}>{words.line(charge.code, charge.cycle.startsOn)}</Link>
            ),
          },
          { key: 'on', header: t('subscriptions.column.date'), cell: (charge) => <DateText on={charge.chargedOn} /> },
          {
            key: 'period',
            header: t('subscriptions.column.period'),
            phone: 'hidden',
            cell: (charge) => <Period period={charge.cycle} />,
          },
          {
            key: 'net',
            header: t('subscriptions.column.net'),
            align: 'end',
            phone: 'end',
            cell: (charge) => <Money value={charge.net} />,
          },
        ]}
      />
    </Section>
  );
}

function Orders({ orders }: Pick<Shown, 'orders'>) {
  const t = useT();
  const words = useWords();
  if (orders.length === 0) return null;
  return (
    <Section title={t('subscriptions.orders.title')} frame="plain">
      <RowList label={t('subscriptions.orders.title')}>
        {orders.map((order) => (
          <li key={order.orderId} className={`${css.row} ${css.columns}`}>
            <span>
              <Link to={paths.order(order.orderId)}>{order.number}</Link> · {words.orderKind(order.kind)}
            </span>
            <DateText at={order.placedAt} />
            <Status meaning={orderMeaning(order.status)}>{words.orderStatus(order.status)}</Status>
          </li>
        ))}
      </RowList>
    </Section>
  );
}

function Events({ events }: Pick<Shown, 'events'>) {
  const say = useT() as unknown as (key: string, values?: object) => string;
  const reading = { locale: useLocale(), timeZone: useViewer().timeZone };
  return (
    <Section title={say('subscriptions.events.title')} frame="plain">
      {events.length === 0 ? (
        <p>{say('subscriptions.events.empty')}</p>
      ) : (
        <RowList label={say('subscriptions.events.title')}>
          {events.map(({ kind, facts, happenedAt }) => (
            <li key={`${happenedAt} ${kind}`} className={css.row}>
              <span>{say(`subscriptions.event.${kind}`, sentenceFacts(facts, reading))}</span>
              <DateText at={happenedAt} withTime />
            </li>
          ))}
        </RowList>
      )}
    </Section>
  );
}

function dayOf(instantIso: string): string {
  return instantIso.slice(0, 10);
}
