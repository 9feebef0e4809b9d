import { redirect, useSearchParams } from 'react-router';
import { listAllInvoices } from '#features/billing/billing.ts';
import { InvoicesTable } from '#features/billing/billing-ui.ts';
import { listAllOrders } from '#features/orders/orders.ts';
import { unlockSignIn } from '#features/sign-in/sign-in.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { openCustomer } from '../open-customer.ts';
import { resetCustomerSecondFactor } from '../reset-second-factor.ts';
import type { Route } from './+types/customer-page.ts';
import { CustomerActivity } from './customer/customer-activity.tsx';
import { CustomerDetails } from './customer/customer-details.tsx';
import { CustomerPayment } from './customer/customer-payment.tsx';
import { CustomerPeople } from './customer/customer-people.tsx';
import { CustomerSubscriptions } from './customer/customer-subscriptions.tsx';
import { ProviderOrders } from './provider-orders.tsx';
import css from './provider-page.module.css';

/** The latest ones; the list of all has the others. */
const INVOICES_SHOWN = 10;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    const opened = await caller.call(openCustomer, { accountId });
    const { items: orders, total: orderCount } = await caller.call(listAllOrders, { accountId });
    const { items: invoices } = await caller.call(listAllInvoices, { accountId, pageSize: INVOICES_SHOWN });
    return { ...opened, orders, orderCount, invoices };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    if (form.get('intent') === 'unlock') await caller.call(unlockSignIn, { login: typed('login') });
    else await caller.call(resetCustomerSecondFactor, { userId: typed('userId') });
    return redirect(paths.providerCustomer(accountId));
  });

/** Everything that is needed when a customer calls, on one page. */
export default function CustomerPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { customer, orders } = loaderData;
  const refused = useRefusedForm(actionData);
  const [search] = useSearchParams();
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
        {search.get('done') === 'terms' && actionData === undefined ? (
          <Notice meaning="good" live>
            {t('provider.payment.termsSaved')}
          </Notice>
        ) : null}
        <CustomerSubscriptions subscriptions={loaderData.subscriptions} />
        <Section title={t('provider.customer.orders')} frame="plain">
          <ProviderOrders
            caption={t('provider.customer.orders')}
            orders={orders}
            ofOneCustomer
            empty={<EmptyState icon="orders" title={t('provider.customer.noOrders')} />}
          />
        </Section>
        <Section
          title={t('provider.customer.invoices')}
          actions={
            <ButtonLink to={paths.providerCustomerInvoicing(customer.id)}>
              {t('provider.customer.toInvoicing')}
            </ButtonLink>
          }
          frame="plain"
        >
          <InvoicesTable
            caption={t('provider.customer.invoices')}
            invoices={loaderData.invoices}
            to={paths.providerInvoice}
            empty={<EmptyState icon="orders" title={t('provider.customer.noInvoices')} />}
          />
        </Section>
        <CustomerPeople accountId={customer.id} people={loaderData.people} />
        <div className={css.columns}>
          <CustomerDetails customer={customer} tenants={loaderData.tenants} />
          <CustomerPayment payment={loaderData.payment} accountId={customer.id} />
        </div>
        <CustomerActivity records={loaderData.records} accountId={customer.id} />
      </div>
    </>
  );
}
