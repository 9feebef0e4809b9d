import { Link } from 'react-router';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { Route } from '../+types/customer-page.ts';
import css from '../provider-page.module.css';

type Shown = Route.ComponentProps['loaderData'];

/** Company details and Microsoft accounts. */
export function CustomerDetails({ customer, tenants }: Pick<Shown, 'customer' | 'tenants'>) {
  const t = useT();
  const { addressLine, postalCode, city, province } = customer;
  const town = [postalCode, city, province].filter((part) => part !== null).join(' ');
  const address = [addressLine ?? '', town].filter((part) => part !== '').join(', ');
  return (
    <Section
      title={t('provider.customer.details')}
      actions={
        <Link to={paths.providerCustomerMicrosoftAccounts(customer.id)}>{t('provider.customer.tenantsLink')}</Link>
      }
    >
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
