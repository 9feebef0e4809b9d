import { Link } from 'react-router';
import type { z } from 'zod';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { formatCount, formatUntilInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { paths } from '#ui/paths.ts';
import { Period } from '#ui/period.tsx';
import { Section } from '#ui/section.tsx';
import { useMay, useViewer } from '#ui/viewer.tsx';
import type { SubscriptionDetails } from '../subscription-details.ts';
import { useSubscriptionLabels } from './labels.ts';

type Shown = z.output<typeof SubscriptionDetails>;

/** The data of a subscription; a row without a value is left out. */
export function SubscriptionFacts({ shown }: { shown: Shown }) {
  const t = useT();
  const locale = useLocale();
  const labels = useSubscriptionLabels();
  const { scheduled, billingCycle, nextBillingCycle } = shown;
  const rows = [
    shown.offerTitle !== null && { term: t('subscriptions.fact.product'), value: <ProductLink shown={shown} /> },
    shown.costCentre !== null && { term: t('subscriptions.own.costCentre'), value: shown.costCentre },
    { term: t('subscriptions.fact.seats'), value: formatCount(shown.seatCount, locale) },
    { term: t('subscriptions.fact.plan'), value: labels.plan(shown.termDuration, billingCycle) },
    { term: t('subscriptions.fact.period'), value: <Period period={shown.term} /> },
    {
      term: t('subscriptions.fact.autoRenew'),
      value: t(shown.autoRenew ? 'subscriptions.fact.autoRenewOn' : 'subscriptions.fact.autoRenewOff'),
    },
    { term: t('subscriptions.fact.unitPrice'), value: <UnitPrice shown={shown} /> },
    {
      term: t('subscriptions.fact.netPerCycle', { cycle: billingCycle }),
      value: <Money value={shown.netPerCycle} basis="net" />,
    },
    nextBillingCycle !== null && { term: t('subscriptions.fact.nextBilling'), value: labels.billing(nextBillingCycle) },
    { term: t('subscriptions.fact.nextCharge'), value: <NextCharge nextCharge={shown.nextCharge} /> },
    scheduled !== null && {
      term: t('subscriptions.fact.scheduled'),
      value:
        scheduled.seatCount === null
          ? t('subscriptions.fact.scheduledOther')
          : t('subscriptions.fact.scheduledSeats', { seatCount: scheduled.seatCount }),
    },
    { term: t('subscriptions.fact.cancellation'), value: <Cancellation shown={shown} /> },
    shown.tenantDomain !== null && { term: t('subscriptions.fact.tenant'), value: shown.tenantDomain },
    {
      term: t('subscriptions.fact.vendorId'),
      value: <CopyableId value={shown.vendorSubscriptionId} label={t('subscriptions.fact.vendorId')} />,
    },
    { term: t('subscriptions.fact.readAt'), value: <DateText at={shown.readAt} withTime /> },
  ];
  return (
    <Section title={t('subscriptions.facts.title')}>
      <Facts facts={rows.filter((row) => row !== false)} />
    </Section>
  );
}

function ProductLink({ shown: { offerTitle, productId } }: { shown: Shown }) {
  const may = useMay();
  return productId === null || !may('catalogue.read') ? (
    offerTitle
  ) : (
    <Link to={paths.product(productId)}>{offerTitle}</Link>
  );
}

function UnitPrice({ shown: { unitPricePerCycle, billingCycle } }: { shown: Shown }) {
  const t = useT();
  const per = t('subscriptions.perCycle', { cycle: billingCycle });
  return <Money value={unitPricePerCycle} basis="net" isUnitPrice per={per} />;
}

function NextCharge({ nextCharge }: Pick<Shown, 'nextCharge'>) {
  const t = useT();
  if (nextCharge === null) return t('subscriptions.fact.noNextCharge');
  return (
    <>
      <Money value={nextCharge.net} basis="net" /> · <DateText on={nextCharge.on} />
    </>
  );
}

function Cancellation({ shown: { actions, cancellationAllowedUntil } }: { shown: Shown }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const { cancelNow } = actions;
  if (!cancelNow.allowed && cancelNow.reason !== 'windowUnknown') return t('subscriptions.fact.notCancellable');
  if (!cancelNow.allowed || cancellationAllowedUntil === null) return t('subscriptions.fact.notKnown');
  return t('subscriptions.fact.cancellable', { until: formatUntilInstant(cancellationAllowedUntil, timeZone, locale) });
}
