import { Link } from 'react-router';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import css from './connection-page.module.css';

type OutageNoticeProps = Readonly<{
  vendor: string;
  serviceName: string;
  outages: Readonly<{
    vendorSince: string | null;
    customers: readonly Readonly<{
      vendorCustomerId: string;
      accountId: string | null;
      name: string | null;
      since: string;
    }>[];
  }>;
  /** On another page: the customers are counted, and a button leads to the connection. */
  isSummary?: boolean;
}>;

/** What gets no answer from a vendor, since when, and what becomes of the orders. Nothing is shown while it answers. */
export function OutageNotice({ vendor, serviceName, outages, isSummary = false }: OutageNoticeProps) {
  const t = useT();
  const { vendorSince, customers } = outages;
  if (vendorSince === null && customers.length === 0) return null;
  const isOfVendor = vendorSince !== null;
  return (
    <Notice
      meaning="attention"
      title={
        isOfVendor
          ? t('connections.outage.vendorTitle', { serviceName })
          : t('connections.outage.customersTitle', { serviceName, count: customers.length })
      }
      action={
        isSummary ? (
          <ButtonLink to={paths.providerConnection(vendor)}>{t('connections.notice.open')}</ButtonLink>
        ) : undefined
      }
    >
      <p>{isOfVendor ? t('connections.outage.vendorText', { serviceName }) : t('connections.outage.customersText')}</p>
      {isSummary ? null : (
        <ul className={css.outages}>
          {isOfVendor ? (
            <li>
              {t('connections.outage.everybody')} <DateText at={vendorSince} withTime />
            </li>
          ) : null}
          {customers.map(({ vendorCustomerId, accountId, name, since }) => (
            <li key={vendorCustomerId}>
              {accountId === null ? vendorCustomerId : <Link to={paths.providerCustomer(accountId)}>{name}</Link>}
              {' · '}
              <DateText at={since} withTime />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
