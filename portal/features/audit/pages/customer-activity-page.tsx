import { answerPage } from '#platform/page.server.ts';
import { assert } from '#platform/refusal.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { searchCustomerRecords } from '../search-customer-records.ts';
import type { Route } from './+types/customer-activity-page.ts';
import { readFilters, requestOf } from './record-filters.ts';
import { RecordLog } from './record-log.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    assert(caller.signedIn !== null, 'the log is for signed-in people');
    const { accountId } = args.params;
    const filters = readFilters(new URL(args.request.url).searchParams);
    const request = { ...requestOf(filters, caller.signedIn.timeZone), accountId };
    return { accountId, filters, ...(await caller.call(searchCustomerRecords, request)) };
  });

/** The log of a customer, for the provider's staff. */
export default function CustomerActivityPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { accountId, accountName, filters, items, next } = loaderData;
  return (
    <>
      <PageHeader
        title={t('audit.customerTitle', { name: accountName })}
        facts={[t('provider.customer.recordsIntro')]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: accountName, to: paths.providerCustomer(accountId) },
          { label: t('audit.title') },
        ]}
      />
      <RecordLog path={paths.providerCustomerActivity(accountId)} filters={filters} items={items} next={next} />
    </>
  );
}
