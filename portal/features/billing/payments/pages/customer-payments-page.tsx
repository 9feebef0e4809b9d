import { Form, Link, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { allocatePayment } from '../allocate-payment.ts';
import { setDunningHold } from '../dunning/set-dunning-hold.ts';
import { getReceivable } from '../get-receivable.ts';
import { listCustomerPayments } from '../list-customer-payments.ts';
import { quotePayment } from '../quote-payment.ts';
import { recordPayment } from '../record-payment.ts';
import { returnPayment } from '../return-payment.ts';
import { takeBackAllocation } from '../take-back-allocation.ts';
import type { Route } from './+types/customer-payments-page.ts';
import { allocationOfForm } from './allocation-of-form.ts';
import { OpenInvoicesTable } from './open-invoices-table.tsx';
import { PaymentActions } from './payment-actions.tsx';
import css from './payments.module.css';
import { PaymentsTable } from './payments-table.tsx';
import { PaymentSummary, RecordPaymentForm } from './record-payment-section.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    const { searchParams } = new URL(args.request.url);
    const query = readTableQuery(searchParams, { sortKeys: ['receivedOn'] });
    const { page, pageSize } = query;
    const payments = await caller.call(listCustomerPayments, { accountId, page, pageSize });
    const chosen = searchParams.get('payment');
    return {
      query,
      receivable: await caller.call(getReceivable, { accountId }),
      payments,
      chosen: payments.items.find(({ id, amount }) => id === chosen && !amount.startsWith('-')) ?? null,
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const paymentId = new URL(args.request.url).searchParams.get('payment') ?? '';
    const typed = (name: string) => String(form.get(name) ?? '').trim();
    const done = (what: string) => redirect(`${paths.providerCustomerPayments(accountId)}?done=${what}`);
    const [amount, receivedOn] = [typed('amount'), typed('receivedOn')];
    const allocation = allocationOfForm(typed('allocation'));
    switch (form.get('intent')) {
      case 'recordPayment': {
        const details = { payerName: typed('payerName'), reference: typed('reference'), note: typed('note') };
        const payment = { accountId, paymentId: typed('paymentId'), amount, receivedOn, allocation, ...details };
        const { isAgain } = await caller.call(recordPayment, payment);
        return done(isAgain ? 'recordedAgain' : 'recorded');
      }
      case 'allocate':
        await caller.call(allocatePayment, { accountId, moneyId: paymentId, allocation });
        return done('allocated');
      case 'takeBack':
        await caller.call(takeBackAllocation, { accountId, paymentId, invoiceId: typed('invoiceId') });
        return done('takenBack');
      case 'return': {
        const returned = { returnedOn: typed('returnedOn'), reason: typed('reason') };
        await caller.call(returnPayment, {
          accountId,
          paymentId,
          ...returned,
          isMistake: form.get('isMistake') !== null,
        });
        return done('returned');
      }
      case 'hold':
      case 'release':
        await caller.call(setDunningHold, { accountId, isOnHold: form.get('intent') === 'hold' });
        return done(form.get('intent') === 'hold' ? 'onHold' : 'released');
      default: {
        const quote = await caller.call(quotePayment, { accountId, amount, receivedOn, allocation });
        const fields = { receivedOn, allocation: typed('allocation'), payerName: typed('payerName') };
        return { quote: { ...quote, typed: { ...fields, reference: typed('reference'), note: typed('note') } } };
      }
    }
  });

const DONE = ['recorded', 'recordedAgain', 'allocated', 'takenBack', 'returned', 'onHold', 'released'] as const;

/** What one customer owes and has paid, and everything that the provider does about it. */
export default function CustomerPaymentsPage({ loaderData, actionData, params }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const quote = actionData !== undefined && 'quote' in actionData ? actionData.quote : undefined;
  const { accountId } = params;
  const { query, receivable, payments, chosen } = loaderData;
  const { accountName, currency, invoices, today } = receivable;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  const done = actionData === undefined ? DONE.find((one) => one === search.get('done')) : undefined;
  return (
    <>
      <PageHeader
        title={t('billing.payments.title')}
        facts={[
          accountName,
          t('billing.provider.receivables.openSum', { sum: money(receivable.open) }),
          t('billing.provider.receivables.overdueSum', { sum: money(receivable.overdue) }),
          ...(/[1-9]/.test(receivable.credit)
            ? [t('billing.provider.payment.creditLeft', { amount: money(receivable.credit) })]
            : []),
        ]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: accountName, to: paths.providerCustomer(accountId) },
          { label: t('billing.payments.title') },
        ]}
      />
      <div className={css.page}>
        {done === undefined ? null : (
          <Notice meaning={done === 'recordedAgain' ? 'information' : 'good'} live>
            {t(`billing.provider.payment.done.${done}`)}
          </Notice>
        )}
        {chosen !== null ? (
          <PaymentActions accountId={accountId} payment={chosen} invoices={invoices} today={today} refused={refused} />
        ) : quote !== undefined ? (
          <PaymentSummary accountId={accountId} quote={quote} />
        ) : (
          <RecordPaymentForm currency={currency} invoices={invoices} today={today} refused={refused} />
        )}
        <Section title={t('billing.toPay.invoices')} frame="plain">
          <OpenInvoicesTable invoices={invoices} invoicePath={paths.providerInvoice} />
        </Section>
        <Section title={t('billing.payments.received')} frame="plain">
          <PaymentsTable
            payments={payments.items}
            total={payments.total}
            query={query}
            invoicePath={paths.providerInvoice}
            asideOf={({ note, personName, payerName, payerIban }) => {
              const parts = [payerName, payerIban, note, personName].filter((part) => part !== null);
              return parts.length === 0 ? null : <span className={css.aside}>{parts.join(' · ')}</span>;
            }}
            more={[
              {
                key: 'act',
                header: t('billing.provider.credit.act'),
                cell: (row) =>
                  row.returnsPaymentId === null && !row.isReturned ? (
                    <Link to={`${paths.providerCustomerPayments(accountId)}?payment=${row.id}`}>
                      {t('billing.provider.payment.manage')}
                    </Link>
                  ) : null,
              },
            ]}
          />
        </Section>
        <Section title={t('billing.provider.dunning.title')}>
          <Form method="post" className={css.buttons}>
            <span>
              {t(receivable.isDunningOnHold ? 'billing.provider.dunning.held' : 'billing.provider.dunning.notHeld')}
            </span>
            <SubmitButton name="intent" value={receivable.isDunningOnHold ? 'release' : 'hold'} appearance="secondary">
              {t(receivable.isDunningOnHold ? 'billing.provider.dunning.release' : 'billing.provider.dunning.hold')}
            </SubmitButton>
          </Form>
        </Section>
      </div>
    </>
  );
}
