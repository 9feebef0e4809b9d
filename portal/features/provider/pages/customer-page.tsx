import { Form, redirect } from 'react-router';
import { topUpCredit } from '#features/billing/billing.ts';
import { listAllOrders } from '#features/orders/orders.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { openCustomer } from '../open-customer.ts';
import { setPaymentTerms } from '../set-payment-terms.ts';
import type { Route } from './+types/customer-page.ts';
import { OrdersTable } from './orders-table.tsx';
import css from './provider-page.module.css';
import { useProviderWords } from './words.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    const opened = await caller.call(openCustomer, { accountId });
    const { orders, total: orderCount } = await caller.call(listAllOrders, { accountId });
    return { ...opened, orders, orderCount };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    if (form.get('intent') === 'topUp')
      await caller.call(topUpCredit, { accountId, amount: typed('amount'), note: typed('note') });
    else
      await caller.call(setPaymentTerms, {
        accountId,
        creditLimit: typed('creditLimit'),
        approvalAbove: typed('approvalAbove'),
      });
    return redirect(paths.providerCustomer(accountId));
  });

type Shown = Route.ComponentProps['loaderData'];

/** Everything that one needs when the customer calls, on one page. */
export default function CustomerPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { customer, orders } = loaderData;
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader
        title={customer.name}
        status={
          <Status meaning={customer.status === 'active' ? 'good' : 'neutral'}>
            {t(`provider.customerStatus.${customer.status}`)}
          </Status>
        }
        facts={[customer.phone, customer.billingEmail, customer.city].filter((fact) => fact !== null)}
        crumbs={[{ label: t('provider.customers.title'), to: paths.providerCustomers() }, { label: customer.name }]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        <Subscriptions subscriptions={loaderData.subscriptions} />
        <Section title={t('provider.customer.orders')} frame="plain">
          <OrdersTable
            caption={t('provider.customer.orders')}
            orders={orders}
            ofOneCustomer
            empty={<EmptyState icon="orders" title={t('provider.customer.noOrders')} />}
          />
        </Section>
        <People people={loaderData.people} />
        <div className={css.columns}>
          <Details customer={customer} tenants={loaderData.tenants} />
          <Payment payment={loaderData.payment} refused={refused} />
        </div>
        <Records records={loaderData.records} />
      </div>
    </>
  );
}

function Subscriptions({ subscriptions }: Pick<Shown, 'subscriptions'>) {
  const t = useT();
  const words = useProviderWords();
  return (
    <Section title={t('provider.customer.subscriptions')} frame="plain">
      <DataTable
        caption={t('provider.customer.subscriptions')}
        rows={subscriptions}
        rowKey={(row) => row.id}
        empty={<EmptyState icon="subscriptions" title={t('provider.customer.noSubscriptions')} />}
        columns={[
          { key: 'name', header: t('provider.customer.service'), cell: (row) => row.name },
          {
            key: 'seats',
            header: t('provider.customers.seats'),
            align: 'end',
            cell: (row) => String(row.seatCount),
          },
          {
            key: 'ends',
            header: t('provider.customer.termEnds'),
            cell: (row) => (
              <span className={css.twoLines}>
                <DateText on={row.endsOn} />
                <span className={css.aside}>{words.outcome(row.termEndOutcome)}</span>
              </span>
            ),
          },
          {
            key: 'window',
            header: t('provider.customer.cancellable'),
            cell: (row) =>
              row.cancellationAllowedUntil === null ? (
                t('provider.customer.windowClosed')
              ) : (
                <DateText at={row.cancellationAllowedUntil} withTime />
              ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <Status meaning={row.status === 'active' ? 'good' : row.status === 'suspended' ? 'attention' : 'neutral'}>
                {words.subscriptionStatus(row.status)}
              </Status>
            ),
          },
        ]}
      />
    </Section>
  );
}

const PERSON_MEANINGS = { ready: 'good', locked: 'danger', notActivated: 'attention', disabled: 'neutral' } as const;

function People({ people }: Pick<Shown, 'people'>) {
  const t = useT();
  return (
    <Section title={t('provider.customers.people')} frame="plain">
      <DataTable
        caption={t('provider.customers.people')}
        rows={people}
        rowKey={(row) => row.id}
        empty={<EmptyState icon="people" title={t('provider.customer.noPeople')} />}
        columns={[
          {
            key: 'name',
            header: t('provider.customers.name'),
            cell: (row) => (
              <span className={css.twoLines}>
                {row.name}
                <span className={css.aside}>{t(`users.role.${row.role}`)}</span>
              </span>
            ),
          },
          {
            key: 'login',
            header: t('provider.customer.login'),
            cell: (row) => (
              <span className={css.twoLines}>
                {row.login}
                {row.email === row.login ? null : <span className={css.aside}>{row.email}</span>}
              </span>
            ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <span className={css.twoLines}>
                <Status meaning={PERSON_MEANINGS[row.status]}>{t(`users.status.${row.status}`)}</Status>
                {row.hint === null ? null : <span className={css.aside}>{t(`users.hint.${row.hint}`)}</span>}
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Details({ customer, tenants }: Pick<Shown, 'customer' | 'tenants'>) {
  const t = useT();
  const { addressLine, postalCode, city, province } = customer;
  const town = [postalCode, city, province].filter((part) => part !== null).join(' ');
  const address = [addressLine ?? '', town].filter((part) => part !== '').join(', ');
  return (
    <Section title={t('provider.customer.details')}>
      <Facts
        facts={[
          { term: t('provider.customers.vatNumber'), value: customer.vatNumber ?? '—' },
          { term: t('provider.customer.taxCode'), value: customer.taxCode ?? '—' },
          { term: t('provider.customer.address'), value: address === '' ? '—' : address },
          { term: t('provider.customer.since'), value: <DateText at={customer.createdAt} relative={false} /> },
          ...tenants.map(({ domain, microsoftCustomerId }) => ({
            term: t('provider.customer.tenant'),
            value: (
              <span className={css.twoLines}>
                {domain}
                <span className={css.aside}>{microsoftCustomerId ?? t('provider.customer.tenantNotMade')}</span>
              </span>
            ),
          })),
        ]}
      />
    </Section>
  );
}

function Payment({ payment, refused }: Pick<Shown, 'payment'> & { refused: RefusedForm }) {
  const t = useT();
  const { creditBalance, owed, creditLimit, approvalAbove } = payment;
  return (
    <Section title={t('provider.payment.title')}>
      <Facts
        facts={[
          { term: t('provider.payment.owed'), value: <Money value={owed} basis="gross" /> },
          { term: t('provider.payment.limit'), value: <Money value={creditLimit} basis="gross" /> },
          { term: t('provider.payment.balance'), value: <Money value={creditBalance} basis="gross" /> },
        ]}
      />
      <Form method="post" className={css.form}>
        <TextField
          name="creditLimit"
          label={t('provider.payment.limitField')}
          defaultValue={refused.typed('creditLimit') ?? creditLimit.amount}
          error={refused.errorOf('creditLimit')}
          suffix={creditLimit.currency}
        />
        <TextField
          name="approvalAbove"
          label={t('provider.payment.approvalField')}
          description={t('provider.payment.approvalHelp')}
          defaultValue={refused.typed('approvalAbove') ?? approvalAbove?.amount}
          error={refused.errorOf('approvalAbove')}
          suffix={creditLimit.currency}
          optional
        />
        <div>
          <SubmitButton name="intent" value="terms" variant="secondary">
            {t('provider.payment.save')}
          </SubmitButton>
        </div>
      </Form>
      <Form method="post" className={css.form}>
        <TextField
          name="amount"
          label={t('provider.payment.topUpField')}
          defaultValue={refused.typed('amount')}
          error={refused.errorOf('amount')}
          suffix={creditLimit.currency}
        />
        <TextField
          name="note"
          label={t('provider.payment.topUpNote')}
          defaultValue={refused.typed('note')}
          error={refused.errorOf('note')}
          maxLength={200}
          optional
        />
        <div>
          <SubmitButton name="intent" value="topUp" variant="secondary">
            {t('provider.payment.topUp')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function Records({ records }: Pick<Shown, 'records'>) {
  const t = useT();
  const words = useProviderWords();
  return (
    <Section title={t('provider.customer.records')} intro={t('provider.customer.recordsIntro')} frame="plain">
      <DataTable
        caption={t('provider.customer.records')}
        rows={records}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t('provider.customer.noRecords')} />}
        columns={[
          {
            key: 'event',
            header: t('provider.customer.event'),
            cell: (row) => t('provider.customer.times', { what: words.event(row), count: row.times }),
          },
          {
            key: 'who',
            header: t('provider.customer.who'),
            cell: (row) => row.personName ?? t('provider.customer.system'),
          },
          {
            key: 'when',
            header: t('provider.customer.when'),
            phone: 'end',
            cell: (row) => <DateText at={row.createdAt} withTime relative={false} />,
          },
        ]}
      />
    </Section>
  );
}
