import { data, Form, Link, redirect } from 'react-router';
import { acceptanceFor, answerAcceptance, getTenant, showAdministratorPassword } from '#features/tenants/tenants.ts';
import { AcceptanceNotice } from '#features/tenants/tenants-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isPermitted, type Permission } from '#platform/permissions.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import { cancelOrder } from '../decide/cancel-order.ts';
import { getOrder } from '../read/get-order.ts';
import type { OrderDetail } from '../read/order-output.ts';
import type { Route } from './+types/order-page.ts';
import { Amount } from './amount.tsx';
import { statusMeaning, useOrderLabels } from './labels.ts';
import { OrderSteps } from './order-steps.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const order = await caller.call(getOrder, { orderId: args.params.orderId });
    const tenant = order.tenantId === null ? null : await caller.call(getTenant, { tenantId: order.tenantId });
    // Shown after the purchase that made the account, not after later changes.
    const isPurchased = order.opensServices && order.status === 'done';
    const may = (permission: Permission) => isPermitted(caller.actor.roles, permission);
    const hasPassword = isPurchased && tenant?.hasAdministratorPassword === true && may('tenants.administer');
    const answersAgreement = waitsForCustomer(order) && may('tenants.manage');
    const acceptance = answersAgreement ? await acceptanceFor(caller, order.tenantId ?? '') : null;
    return { order, acceptance, newAdministrator: hasPassword ? tenant.administratorUserName : null };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { orderId } = args.params;
    if (form.get('intent') === 'cancel') {
      await caller.call(cancelOrder, { orderId });
      return redirect(paths.order(orderId));
    }
    const { tenantId } = await caller.call(getOrder, { orderId });
    if (await answerAcceptance(caller, tenantId ?? '', form)) return redirect(paths.order(orderId));
    const shown = await caller.call(showAdministratorPassword, { tenantId: tenantId ?? '' });
    return data({ shown }, { headers: { 'Cache-Control': 'no-store' } });
  });

/** Nothing but the acceptance of Microsoft's agreement is waited for at the customer. */
function waitsForCustomer({ status, steps }: OrderDetail): boolean {
  return status === 'running' && steps.some((step) => step.status === 'running' && step.waitingOn === 'customer');
}

/** Interval at which the page reloads while the order runs. */
const RELOAD_MS = 2_000;
/** Interval while it waits for the provider. */
const RELOAD_SLOWLY_MS = 15_000;

export default function OrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { order, acceptance, newAdministrator } = loaderData;
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const shown = actionData !== undefined && 'shown' in actionData ? actionData.shown : undefined;
  const isOpen = order.status === 'running' || order.status === 'awaitingApproval' || order.status === 'stuck';
  useLivePage(isOpen, order.status === 'running' ? RELOAD_MS : RELOAD_SLOWLY_MS);
  return (
    <>
      <PageHeader
        title={t('orders.order.title', { number: order.number })}
        status={<Status meaning={statusMeaning(order.status, 'customer')}>{t(`orders.status.${order.status}`)}</Status>}
        facts={[t(`orders.kind.${order.kind}`), <DateText key="placed" at={order.placedAt} withTime />]}
        crumbs={[{ label: t('orders.title'), to: paths.orders() }, { label: order.number }]}
        primary={<NextStepLink order={order} />}
      />
      <FormErrors errors={refused.errors} />
      {acceptance === null ? <OrderStatusNotice order={order} /> : <AcceptanceNotice acceptance={acceptance} />}
      {shown === undefined ? null : (
        <Notice meaning="good" title={t('orders.password.title')} live>
          <p>{t('orders.password.shown', shown)}</p>
          <p>{t('orders.password.once')}</p>
        </Notice>
      )}
      {newAdministrator === null ? null : <ShowPassword userName={newAdministrator} />}
      <Section title={t('orders.steps.title')}>
        <OrderSteps order={order} signatory={acceptance?.signatory ?? null} />
      </Section>
      <OrderItems order={order} />
      {order.canCancel ? <CancelOrder permission={order.permission} /> : null}
    </>
  );
}

/** Offers the password of the administrator that Microsoft has created; it can be viewed once. */
function ShowPassword({ userName }: { userName: string }) {
  const t = useT();
  return (
    <Notice
      meaning="information"
      title={t('orders.password.title')}
      action={
        <Form method="post">
          <SubmitButton appearance="secondary" name="intent" value="showPassword">
            {t('orders.password.show')}
          </SubmitButton>
        </Form>
      }
    >
      {t('orders.password.text', { userName })}
    </Notice>
  );
}

function CancelOrder({ permission }: Pick<OrderDetail, 'permission'>) {
  const t = useT();
  return (
    <Section title={t('orders.cancel.button')}>
      <p>{t('orders.cancel.note')}</p>
      <Restricted permission={permission}>
        <Form method="post">
          <SubmitButton appearance="danger" name="intent" value="cancel">
            {t('orders.cancel.button')}
          </SubmitButton>
        </Form>
      </Restricted>
    </Section>
  );
}

/** The status in a sentence, with the reason of a failure. */
function OrderStatusNotice({ order }: { order: OrderDetail }) {
  const t = useT();
  const labels = useOrderLabels();
  const reason =
    order.failureCode === null || order.status === 'done' ? undefined : labels.failure(order.failureCode, 'customer');
  switch (order.status) {
    case 'awaitingApproval':
      return (
        <Notice meaning="information" live>
          {t('orders.now.awaitingApproval')}
        </Notice>
      );
    case 'running':
      return (
        <Notice meaning="information" live>
          {t(order.isManual ? 'orders.now.runningManual' : 'orders.now.running')}
        </Notice>
      );
    case 'stuck':
      return (
        <Notice meaning="attention" title={t('orders.now.stuck')} live>
          {reason}
        </Notice>
      );
    case 'done':
      return (
        <Notice meaning={order.failureCode === 'partlyDone' ? 'attention' : 'good'} live>
          {order.failureCode === 'partlyDone'
            ? t('orders.now.partlyDone')
            : t(order.opensServices ? 'orders.now.donePurchase' : 'orders.now.done')}
        </Notice>
      );
    case 'failed':
      return (
        <Notice meaning="danger" title={t('orders.now.failed')} live>
          {reason}
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice meaning="information" title={t('orders.now.cancelled')} live>
          {reason}
        </Notice>
      );
  }
}

/** The link that is useful once the order has ended. */
function NextStepLink({ order }: { order: OrderDetail }) {
  const t = useT();
  if (order.status === 'done' && order.subscriptionId !== null) {
    return (
      <ButtonLink to={paths.subscription(order.subscriptionId)} appearance="primary">
        {t('orders.open.subscription')}
      </ButtonLink>
    );
  }
  if (order.status === 'done') {
    return (
      <ButtonLink to={paths.dashboard()} appearance="primary">
        {t('orders.open.dashboard')}
      </ButtonLink>
    );
  }
  if (order.status === 'failed' && order.opensServices) {
    return <ButtonLink to={paths.marketplace()}>{t('orders.open.again')}</ButtonLink>;
  }
  return null;
}

const LINE_MEANINGS = { waiting: 'information', done: 'good', failed: 'danger' } as const;

function OrderItems({ order }: { order: OrderDetail }) {
  const t = useT();
  const locale = useLocale();
  const labels = useOrderLabels();
  const { currency } = order;
  const amounts = order.status === 'failed' || order.status === 'cancelled' ? 'planned' : 'today';
  return (
    <Section title={t('orders.lines.title')}>
      <DataTable
        caption={t('orders.lines.title')}
        rows={order.lines}
        rowKey={(line) => line.id}
        empty={null}
        columns={[
          {
            key: 'name',
            header: t('orders.lines.name'),
            cell: (line) =>
              line.subscriptionId === null ? (
                line.name
              ) : (
                <Link to={paths.subscription(line.subscriptionId)}>{line.name}</Link>
              ),
          },
          {
            key: 'seats',
            header: t('orders.lines.seats'),
            align: 'end',
            cell: (line) => formatCount(line.seatCount, locale),
          },
          {
            key: 'term',
            header: t('orders.lines.term'),
            cell: (line) => labels.option(line),
          },
          {
            key: 'price',
            header: t('orders.lines.price'),
            align: 'end',
            cell: (line) => (
              <Money
                value={{ amount: line.unitPricePerCycle, currency }}
                isUnitPrice
                basis="net"
                per={labels.perCycle(line.billingCycle)}
              />
            ),
          },
          {
            key: 'status',
            header: t('orders.lines.status'),
            phone: 'end',
            cell: (line) => (
              <Status meaning={LINE_MEANINGS[line.status]}>{t(`orders.lineStatus.${line.status}`)}</Status>
            ),
          },
        ]}
      />
      <Facts
        facts={[
          { term: t(`orders.${amounts}Net`), value: <Amount amount={order.todayNet} currency={currency} /> },
          { term: t(`orders.${amounts}Gross`), value: <Amount amount={order.todayGross} currency={currency} /> },
          { term: t('billing.paymentMethod.label'), value: t(`billing.paymentMethod.${order.paymentMethod}`) },
          ...(order.ownReference === null ? [] : [{ term: t('orders.ownReference'), value: order.ownReference }]),
          { term: t('orders.facts.by'), value: order.personName },
          ...(order.finishedAt === null
            ? []
            : [{ term: t('orders.facts.finished'), value: <DateText at={order.finishedAt} withTime /> }]),
        ]}
      />
    </Section>
  );
}
