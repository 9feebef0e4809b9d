import { Link, redirect } from 'react-router';
import {
  approveOrder,
  declineOrder,
  getAnyOrder,
  giveUpOrder,
  markManualStepDone,
  retryStep,
} from '#features/orders/orders.ts';
import { statusMeaning } from '#features/orders/orders-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DateText } from '#ui/date-text.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { Steps } from '#ui/steps.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import type { Route } from './+types/provider-order-page.ts';
import { useProviderLabels } from './labels.ts';
import { OrderAttempts } from './order/order-attempts.tsx';
import { OrderFacts } from './order/order-facts.tsx';
import { PendingAction } from './order/pending-action.tsx';
import { type ProviderOrder, withKnownCodes } from './order/provider-order.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const order = await caller.call(getAnyOrder, { orderId: args.params.orderId });
    return { order: withKnownCodes(order) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { orderId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    switch (form.get('intent')) {
      case 'approve':
        await caller.call(approveOrder, { orderId });
        break;
      case 'decline':
        await caller.call(declineOrder, { orderId, note: typed('note') });
        break;
      case 'retry':
        await caller.call(retryStep, { orderId });
        break;
      case 'giveUp':
        await caller.call(giveUpOrder, { orderId });
        break;
      default:
        await caller.call(markManualStepDone, { orderId, vendorReference: typed('vendorReference') });
    }
    return redirect(paths.providerOrder(orderId));
  });

const REFRESH_MS = 3_000;

export default function ProviderOrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { order } = loaderData;
  const refused = useRefusedForm(actionData);
  useLivePage(order.status === 'running', REFRESH_MS);
  return (
    <>
      <PageHeader
        title={t('orders.order.title', { number: order.number })}
        status={<Status meaning={statusMeaning(order.status, 'provider')}>{t(`orders.status.${order.status}`)}</Status>}
        facts={[
          <Link key="customer" to={paths.providerCustomer(order.accountId)}>
            {order.accountName}
          </Link>,
          t(`orders.kind.${order.kind}`),
          <DateText key="placed" at={order.placedAt} withTime />,
        ]}
        crumbs={[{ label: t('provider.orders.title'), to: paths.providerOrders() }, { label: order.number }]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        <PendingAction order={order} refused={refused} />
        <OrderFacts order={order} />
        <Section title={t('orders.steps.title')}>
          <StepsOfOrder order={order} />
        </Section>
        <OrderAttempts order={order} />
      </div>
    </>
  );
}

function StepsOfOrder({ order }: { order: ProviderOrder }) {
  const t = useT();
  const labels = useProviderLabels();
  return (
    <Steps
      label={t('orders.steps.title')}
      steps={order.steps.map((step) => {
        const when = step.finishedAt ?? step.startedAt;
        const detail = step.failureCode === null ? step.providerNote : labels.failure(step.failureCode, step.meaning);
        return {
          key: step.id,
          title: labels.step(step.name),
          status: step.status,
          ...(detail !== null && { detail }),
          ...(when !== null && { when: <DateText at={when} withTime relative={false} /> }),
        };
      })}
    />
  );
}
