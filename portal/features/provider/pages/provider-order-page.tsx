import { Form, Link, redirect } from 'react-router';
import {
  approveOrder,
  declineOrder,
  failureCode,
  getAnyOrder,
  giveUpOrder,
  markManualStepDone,
  retryStep,
} from '#features/orders/orders.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { Steps } from '#ui/steps.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import type { Route } from './+types/provider-order-page.ts';
import css from './provider-page.module.css';
import { orderMeaning, useProviderWords } from './words.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const order = await caller.call(getAnyOrder, { orderId: args.params.orderId });
    return { order: { ...withKnownCode(order), steps: order.steps.map(withKnownCode) } };
  });

/** A code that has a sentence in the place of any; worked out here, so that the browser needs nothing of orders. */
function withKnownCode<Failed extends { failureCode: string | null }>(failed: Failed) {
  return { ...failed, failureCode: failed.failureCode === null ? null : failureCode(failed.failureCode) };
}

type Shown = Route.ComponentProps['loaderData']['order'];

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

const LOOK_AGAIN_MS = 3_000;

export default function ProviderOrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { order } = loaderData;
  const refused = useRefusedForm(actionData);
  useLivePage(order.status === 'running', LOOK_AGAIN_MS);
  return (
    <>
      <PageHeader
        title={t('orders.order.title', { number: order.number })}
        status={<Status meaning={orderMeaning(order.status)}>{t(`orders.status.${order.status}`)}</Status>}
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
        <Act order={order} refused={refused} />
        <OrderFacts order={order} />
        <Section title={t('orders.steps.title')}>
          <StepsOfOrder order={order} />
        </Section>
        <Attempts order={order} />
      </div>
    </>
  );
}

/** What the provider can do now: one thing, or nothing. */
function Act({ order, refused }: { order: Shown; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const waitsForProvider = order.steps.some(({ waitingOn }) => waitingOn === 'provider');
  if (order.status === 'awaitingApproval') {
    return (
      <Section title={t('provider.approval.title')} intro={t('provider.approval.text')}>
        <Form method="post" className={css.form}>
          <TextField
            name="note"
            label={t('provider.approval.note')}
            description={t('provider.approval.noteHelp')}
            defaultValue={refused.typed('note')}
            error={refused.errorOf('note')}
            maxLength={500}
            optional
          />
          <div className={css.buttons}>
            <SubmitButton name="intent" value="approve">
              {t('provider.approval.approve')}
            </SubmitButton>
            <SubmitButton name="intent" value="decline" variant="danger">
              {t('provider.approval.decline')}
            </SubmitButton>
          </div>
        </Form>
      </Section>
    );
  }
  if (order.status === 'stuck') {
    return (
      <Section title={t('provider.stuck.title')} intro={t('provider.stuck.text')}>
        <Form method="post" className={css.buttons}>
          <SubmitButton name="intent" value="retry">
            {t('provider.stuck.retry')}
          </SubmitButton>
          <SubmitButton name="intent" value="giveUp" variant="danger">
            {t('provider.stuck.giveUp')}
          </SubmitButton>
        </Form>
      </Section>
    );
  }
  if (order.status === 'running' && waitsForProvider) {
    return (
      <Section title={t('provider.manual.title')} intro={t('provider.manual.text')}>
        {order.answers.map(({ name, values }) => (
          <Facts key={name} facts={values.map(({ label, value }) => ({ term: label[locale], value }))} />
        ))}
        <Form method="post" className={css.form}>
          <TextField
            name="vendorReference"
            label={t('provider.manual.reference')}
            description={t('provider.manual.referenceHelp')}
            defaultValue={refused.typed('vendorReference')}
            error={refused.errorOf('vendorReference')}
            maxLength={100}
            optional
          />
          <div>
            <SubmitButton name="intent" value="markDone">
              {t('provider.manual.done')}
            </SubmitButton>
          </div>
        </Form>
      </Section>
    );
  }
  return null;
}

function OrderFacts({ order }: { order: Shown }) {
  const t = useT();
  const words = useProviderWords();
  const { failureCode, currency } = order;
  return (
    <Section title={t('provider.order.facts')}>
      <Facts
        facts={[
          ...(failureCode === null
            ? []
            : [{ term: t('provider.work.reason'), value: words.failure(failureCode, order.meaning) }]),
          { term: t('orders.facts.by'), value: order.personName },
          ...(order.ownReference === null
            ? []
            : [{ term: t('provider.order.ownReference'), value: order.ownReference }]),
          { term: t('billing.paymentMethod.label'), value: t(`billing.paymentMethod.${order.paymentMethod}`) },
          { term: t('orders.list.gross'), value: <Money value={{ amount: order.todayGross, currency }} /> },
          ...order.lines.map((line) => ({
            term: line.name,
            value: t('provider.order.seats', { count: line.seatCount }),
          })),
        ]}
      />
    </Section>
  );
}

function StepsOfOrder({ order }: { order: Shown }) {
  const t = useT();
  const words = useProviderWords();
  return (
    <Steps
      label={t('orders.steps.title')}
      steps={order.steps.map((step) => {
        const when = step.finishedAt ?? step.startedAt;
        const detail = step.failureCode === null ? step.providerNote : words.failure(step.failureCode, step.meaning);
        return {
          key: step.id,
          title: words.step(step.name),
          status: step.status,
          ...(detail !== null && { detail }),
          ...(when !== null && { when: <DateText at={when} withTime relative={false} /> }),
        };
      })}
    />
  );
}

/** What support at Microsoft asks for: attempts and ids, and its own sentence. */
function Attempts({ order }: { order: Shown }) {
  const t = useT();
  const words = useProviderWords();
  return (
    <Section title={t('provider.attempts.title')} intro={t('provider.attempts.intro')} frame="plain">
      <DataTable
        caption={t('provider.attempts.title')}
        rows={order.steps.filter(({ attemptCount }) => attemptCount > 0)}
        rowKey={(step) => step.id}
        empty={<EmptyState title={t('provider.attempts.none')} />}
        columns={[
          { key: 'step', header: t('provider.attempts.step'), cell: (step) => words.step(step.name) },
          {
            key: 'count',
            header: t('provider.attempts.count'),
            align: 'end',
            cell: (step) => String(step.attemptCount),
          },
          {
            key: 'ids',
            header: t('provider.attempts.ids'),
            cell: (step) => (
              <span className={css.twoLines}>
                <Id label={t('provider.attempts.requestId')} value={step.requestId} />
                <Id label={t('provider.attempts.correlationId')} value={step.correlationId} />
                <Id label={t('provider.attempts.vendorReference')} value={step.vendorReference} />
              </span>
            ),
          },
          { key: 'note', header: t('provider.attempts.note'), cell: (step) => step.providerNote ?? '' },
        ]}
      />
    </Section>
  );
}

function Id({ label, value }: { label: string; value: string | null }) {
  if (value === null) return null;
  return (
    <span>
      <span className={css.aside}>{label}: </span>
      <CopyableId label={label} value={value} />
    </span>
  );
}
